package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A small fleet whose services are processes that the program starts itself. */
@ExtendWith(RealTools.class)
abstract class OwnServices {

    @TempDir
    Path directory;

    FleetFiles fleet;

    @BeforeEach
    void makeFleet() {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("daemons with namespaces of their own take root")
                .isEqualTo("root");
        fleet = new FleetFiles(directory)
                .image("app", "1", "FROM scratch\nCOPY greeting /\n")
                .file("images/app/greeting", "hello\n")
                .image("child", "1", "FROM app:1\nCOPY greeting /again\n")
                .file("images/child/greeting", "hello again\n")
                .file(
                        "images/child/test.yml",
                        "schemaVersion: 2.0.0\nfileExistenceTests: [{name: it is there, path: /again, shouldExist: true}]\n");
    }

    @AfterEach
    void stop() {
        run("services", "down");
        assertThat(processes()).isEmpty();
    }

    /** Whatever runs on this machine besides: these services are the fleet's own. */
    Program program() {
        return program(directory);
    }

    Program program(Path place) {
        return new Program(place)
                .with(ServiceProbe.VARIABLE, ServiceProbe.SECRET)
                .with("BUILDKIT_HOST", null)
                .with("DOCKER_HOST", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .with("IMAGE_MANAGER_CACHE", "false")
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", "process")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "process")
                .with("IMAGE_MANAGER_SERVICES_DIND_MODE", "process");
    }

    Result run(String... arguments) {
        return program().run(arguments);
    }

    static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    static Result refuses(Result result, String... messages) {
        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors()).contains(messages).doesNotContain("\tat ", "Exception");
        return result;
    }

    /** What runs with a path of this fleet in its arguments, this program left out. */
    List<String> processes() {
        return Tool.lines("ps", "-eo", "args").stream()
                .filter(arguments -> arguments.contains(directory + "/.buildkit/"))
                .toList();
    }

    String pidOf(String service) {
        return fleet.read(".buildkit/" + service + "/pid");
    }
}
