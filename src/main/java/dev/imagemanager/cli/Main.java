package dev.imagemanager.cli;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import picocli.CommandLine;

/** The entry point of the program. */
@QuarkusMain
public final class Main implements QuarkusApplication {

    @Inject
    CommandLine commandLine;

    public static void main(String... arguments) {
        SystemEncoding.obstacle().ifPresent(Main::refuse);
        UserDirectories.adopt(System.getenv());
        System.setProperty("dev.imagemanager.running", "true");
        // Otherwise, Java 22 to 24 treat a pipe as a terminal (JDK-8308591).
        System.setProperty("jdk.console", "java.base");
        // Otherwise, the credentials of HTTPS_PROXY are not sent (JDK documentation, "Networking Properties").
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        Quarkus.run(Main.class, arguments);
    }

    private static void refuse(Problem obstacle) {
        Console console = new Console(new SecretMask());
        new ProblemPrinter(console).print(obstacle);
        console.end(ExitCode.ENVIRONMENT);
    }

    @Override
    public int run(String... arguments) {
        return commandLine.execute(arguments);
    }
}
