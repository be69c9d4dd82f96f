package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two BuildKit daemons, each the own one of another fleet, that build the images of a third. */
@ExtendWith(RealTools.class)
class BuildersIT {

    private static final List<String> DAEMONS = List.of("one", "two");

    /** For all tests, since it takes time to start daemons. */
    @TempDir
    static Path daemons;

    @TempDir
    Path directory;

    private final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);
    private FleetFiles fleet;

    @BeforeEach
    void startDaemonsThatDoNotRun() throws IOException {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("daemons with namespaces of their own take root")
                .isEqualTo("root");
        for (String daemon : DAEMONS) {
            Files.createDirectories(daemons.resolve(daemon));
            succeeds(owner(daemon).run("services", "up", "buildkitd"));
        }
        fleet = new FleetFiles(directory);
    }

    @AfterAll
    static void stopDaemons() {
        DAEMONS.stream()
                .filter(daemon -> Files.exists(daemons.resolve(daemon)))
                .forEach(daemon -> succeeds(owner(daemon).run("services", "down")));
    }

    private static Program owner(String daemon) {
        return new Program(daemons.resolve(daemon))
                .with("BUILDKIT_HOST", null)
                .with("IMAGE_MANAGER_CACHE", "false")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "process");
    }

    private static String address(String daemon) {
        return "unix://" + daemons.resolve(daemon) + "/.buildkit/buildkitd/buildkitd.sock";
    }

    /** No builder is to be found but those that are named. */
    private Program program() {
        return new Program(fleet.directory())
                .with("BUILDKIT_HOST", "unix:///no/such.sock")
                .with("IMAGE_MANAGER_CACHE", "false")
                .with("IMAGE_MANAGER_BUILDERS", "linux/amd64=" + address("one") + "," + address("two"));
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    /** A base, and images on it that take some time. */
    private void makeFleet(int children) {
        fleet.file(".image-manager.yml", "platforms: [linux/amd64]\n");
        fleet.image(name + "-base", "1", "FROM debian:bookworm-slim\nRUN echo " + name + " > /base\n");
        for (int i = 0; i < children; i++) {
            fleet.image(name + "-" + i, "1", "FROM " + name + "-base:1\nRUN sleep 1 && cat /base > /child" + i + "\n");
        }
    }

    private String log(int child) {
        return fleet.read("dist/" + name + "-" + child + "/1/build.log");
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void theWorkIsSpreadAndParentsReachTheirChildrenEverywhere() throws IOException {
        makeFleet(4);

        Result result = succeeds(program().run("build", "--jobs", "2", "--trace", "trace.json", "--output", "json"));

        assertThat(IntStream.range(0, 4).mapToObj(this::log))
                .filteredOn(log -> log.contains("built by " + address("one")))
                .hasSize(2);
        assertThat(IntStream.range(0, 4).mapToObj(this::log))
                .filteredOn(log -> log.contains("built by " + address("two")))
                .hasSize(2);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(result.output()).path("targets")).hasSize(5).allSatisfy(target -> assertThat(
                        target.path("builders").path("linux/amd64").asText())
                .startsWith("unix://"));
        assertThat(json.readTree(fleet.read("trace.json")).path("traceEvents").findParents("builders"))
                .hasSize(5);
        assertThat(succeeds(program().run("plan")).output()).contains("5 up to date");
    }

    @Test
    void whatALostBuilderWasBuildingGoesToTheOther() throws IOException {
        makeFleet(6);
        try (Program.Running running = program().start("build", "--jobs", "2", "--output", "json")) {
            await("builds on both daemons", () -> DAEMONS.stream().allMatch(daemon -> IntStream.range(0, 6)
                    .filter(i -> fleet.exists("dist/" + name + "-" + i + "/1/build.log"))
                    .anyMatch(i -> log(i).contains("built by " + address(daemon)))));
            kill("one");
            Result result = succeeds(running.await());
            assertThat(result.errors())
                    .containsOnlyOnce("the builder " + address("one") + " for linux/amd64 is left out: ");
            JsonNode targets = new ObjectMapper().readTree(result.output()).path("targets");
            assertThat(targets).hasSize(7).allSatisfy(target -> assertThat(
                            target.path("state").asText())
                    .isEqualTo("ok"));
        }

        kill("two");
        assertThat(succeeds(program().run("build")).output()).contains("7 up to date");
        fleet.image(name + "-0", "1", "FROM " + name + "-base:1\nRUN true\n");
        Result none = program().run("build");
        assertThat(none.exitCode()).as("%s", none).isEqualTo(3);
        assertThat(none.errors())
                .contains("no builder for linux/amd64 answers: " + address("one") + ": ", "; " + address("two") + ": ")
                .doesNotContain("\tat ");
    }

    private static void kill(String daemon) {
        Tool.run("kill", "-9", fleet(daemon).read(".buildkit/buildkitd/pid").split(" ")[0]);
    }

    private static FleetFiles fleet(String daemon) {
        return new FleetFiles(daemons.resolve(daemon));
    }
}
