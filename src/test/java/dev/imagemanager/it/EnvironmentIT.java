package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Exit code 3: what the program needs is missing or refuses, and the user learns what to do. */
@ExtendWith(RealTools.class)
class EnvironmentIT {

    @TempDir
    Path directory;

    private FleetFiles fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new FleetFiles(directory)
                .image("app", "1", "FROM debian:bookworm-slim\n")
                .file("images/app/test.yml", "schemaVersion: 2.0.0\n");
    }

    private Program program() {
        return new Program(directory);
    }

    private static void refuses(Result result, String... messages) {
        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors()).contains(messages).doesNotContain("\tat ", "Exception");
    }

    @Test
    void noBuildctl() throws IOException {
        Path onlyJava = Files.createDirectory(directory.resolve("bin"));
        for (String tool : new String[] {"java", "sh", "readlink", "dirname"}) {
            Files.createSymbolicLink(onlyJava.resolve(tool), Path.of(Tool.run("sh", "-c", "command -v " + tool)));
        }
        refuses(
                program()
                        .with("PATH", onlyJava.toString())
                        .with("XDG_CACHE_HOME", directory.toString())
                        .run("build"),
                "buildctl is needed to build images, but is not on the PATH",
                "image-manager tools install buildctl");
    }

    @Test
    void noBuildkitDaemon() throws IOException {
        String address = "tcp://127.0.0.1:" + UnusedPort.find();
        refuses(
                program().with("BUILDKIT_HOST", address).run("build"),
                "no BuildKit daemon answers at " + address,
                "set BUILDKIT_HOST");
    }

    @Test
    void noRegistry() throws IOException {
        String registry = "localhost:" + UnusedPort.find();
        refuses(
                program().with("IMAGE_MANAGER_BUILD_REGISTRY", registry).run("build"),
                "the build registry " + registry + " cannot be used",
                "IMAGE_MANAGER_BUILD_REGISTRY");
    }

    @Test
    void aRegistryThatWantsCredentials() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"it\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        try {
            String registry = "localhost:" + server.getAddress().getPort();
            refuses(
                    program().with("IMAGE_MANAGER_BUILD_REGISTRY", registry).run("build"),
                    "the build of app:1 failed: ",
                    "credentials are missing or wrong",
                    "run 'docker login localhost:",
                    "'registries' in .image-manager.yml");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void noDockerDaemon() throws IOException {
        String address = "tcp://127.0.0.1:" + UnusedPort.find();
        refuses(
                program().with("DOCKER_HOST", address).run("run"),
                "no Docker daemon answers at " + address,
                "set DOCKER_HOST");
    }

    /** A file system that is too small for the archive, but not for the Dockerfile. */
    @Test
    void noSpaceLeft() throws IOException {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("mounting a file system takes root")
                .isEqualTo("root");
        Path dist = Files.createDirectory(directory.resolve("dist"));
        Tool.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dist.toString());
        try {
            refuses(program().run("build"), "no space is left", "app:1");
            assertThat(fleet.all("dist").map(Path::getFileName).map(Path::toString))
                    .noneMatch(file -> file.contains("image.tar"));
        } finally {
            Tool.run("umount", dist.toString());
        }
    }

    @Test
    void outputThatCannotBeWritten() {
        fleet.file("dist", "a file where a directory belongs");

        refuses(program().run("generate"), "cannot read dist/fleet.json: dist is not a directory");
    }
}
