package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tests at once in one Docker daemon, which has images of its user's too. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class SharedDaemonIT {

    /** Goes on when somebody makes the file {@code /go} in its container. */
    private static final String WAITING =
            """
            schemaVersion: 2.0.0
            commandTests:
              - name: greets when it is told to
                command: sh
                args: [-c, "until test -e /go; do sleep 0.1; done; cat /greeting"]
                expectedOutput: [%s]
            """;

    @TempDir
    Path directory;

    private String name;
    private DaemonState before;

    @BeforeEach
    void lookAtTheDaemon() {
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        before = DaemonState.now();
    }

    @AfterEach
    void theDaemonIsAsItWas() {
        assertThat(DaemonState.now()).isEqualTo(before);
    }

    private FleetFiles fleet(String folder, String greeting) throws IOException {
        return new FleetFiles(Files.createDirectories(directory.resolve(folder)))
                .image(name, "1", "FROM debian:bookworm-slim\nRUN echo " + greeting + " > /greeting\n")
                .file("images/" + name + "/test.yml", WAITING.formatted(greeting));
    }

    private static Program program(FleetFiles fleet) {
        return new Program(fleet.directory());
    }

    private static void build(FleetFiles fleet) {
        Result result = program(fleet).run("build");
        assertThat(result.exitCode()).as("%s", result).isZero();
    }

    /** What has come since the test began. */
    private List<String> containers() {
        return Tool.lines("docker", "ps", "--quiet", "--no-trunc").stream()
                .filter(id -> before.containers().stream().noneMatch(line -> line.startsWith(id)))
                .toList();
    }

    private List<String> awaitContainers(int number, Program.Running... programs) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (containers().size() < number) {
            for (Program.Running program : programs) {
                assertThat(program.process().isAlive())
                        .as("still testing: %s", program.errorsSoFar())
                        .isTrue();
            }
            assertThat(System.nanoTime()).as("%d containers", number).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return containers();
    }

    private static void goOn(String container) {
        Tool.run("docker", "exec", container, "touch", "/go");
    }

    private static void passes(Program.Running program) {
        Result result = program.await();
        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output()).contains("1/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "goodbye"})
    void twoFleetsWithOneNameDoNotTakeEachOthersImage(String other) throws IOException {
        FleetFiles one = fleet("one", "hello");
        FleetFiles two = fleet("two", other);
        build(one);
        build(two);

        try (Program.Running first = program(one).start("test")) {
            String ofFirst = awaitContainers(1, first).get(0);
            try (Program.Running second = program(two).start("test")) {
                String ofSecond = awaitContainers(2, first, second).stream()
                        .filter(container -> !container.equals(ofFirst))
                        .findFirst()
                        .orElseThrow();
                goOn(ofFirst);
                passes(first);

                assertThat(containers()).containsExactly(ofSecond);
                goOn(ofSecond);
                passes(second);
            }
        }
    }

    @Test
    void ctrlCInOneFleetDoesNotDisturbAnother() throws IOException {
        FleetFiles one = fleet("one", "hello");
        FleetFiles two = fleet("two", "hello");
        build(one);
        build(two);

        try (Program.Running first = program(one).start("test")) {
            String ofFirst = awaitContainers(1, first).get(0);
            try (Program.Running second = program(two).start("test")) {
                awaitContainers(2, first, second);
                second.interrupt();
                assertThat(second.await().exitCode()).isEqualTo(130);

                assertThat(containers()).containsExactly(ofFirst);
                goOn(ofFirst);
                passes(first);
            }
        }
    }

    @Test
    void twoTargetsWithOneImageDoNotTakeItFromEachOther() throws IOException {
        FleetFiles fleet = fleet("one", "hello");
        fleet.file("images/" + name + "/image.yml", "{labels: {version: any}, tags: [{name: '1'}, {name: '2'}]}\n");
        build(fleet);
        assertThat(configOf(fleet, "1")).isEqualTo(configOf(fleet, "2"));

        try (Program.Running program = program(fleet).start("test", "--jobs", "2")) {
            List<String> containers = awaitContainers(2, program);
            goOn(containers.get(0));
            program.awaitErrors("1 test passed");

            assertThat(containers()).containsExactly(containers.get(1));
            goOn(containers.get(1));
            Result result = program.await();
            assertThat(result.exitCode()).as("%s", result).isZero();
        }
    }

    private String configOf(FleetFiles fleet, String tag) {
        return Tool.run(
                        "tar",
                        "-xOf",
                        fleet.directory()
                                .resolve("dist/" + name + "/" + tag + "/image.tar")
                                .toString(),
                        "manifest.json")
                .replaceAll(".*\"Config\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void anImageWithoutANameStaysThere() throws IOException {
        FleetFiles fleet = fleet("one", "hello");
        fleet.file("images/" + name + "/test.yml", WAITING.formatted("hello").replace("test -e /go", "true"));
        build(fleet);
        Tool.run(
                "docker",
                "load",
                "--quiet",
                "--input",
                fleet.directory().resolve("dist/" + name + "/1/image.tar").toString());
        String id = Tool.run("docker", "images", "--quiet", "--no-trunc", name + ":1");
        try {
            // An image loses its name, and stays, when another gets it.
            Tool.run("sh", "-c", "tar -cf - -T /dev/null | docker import - " + name + ":1");
            DaemonState loaded = DaemonState.now();
            assertThat(loaded.images()).contains("<none>:<none> " + id);

            Result result = program(fleet).run("test");

            assertThat(result.exitCode()).as("%s", result).isZero();
            assertThat(DaemonState.now()).isEqualTo(loaded);
        } finally {
            Tool.run("docker", "rmi", "--force", name + ":1", id);
        }
    }

    @Test
    void volumesOfTestContainersAreRemoved() throws IOException {
        FleetFiles fleet = fleet("one", "hello");
        fleet.image(name, "1", "FROM debian:bookworm-slim\nRUN echo hello > /greeting\nVOLUME /data\n")
                .file(
                        "images/" + name + "/test.yml",
                        """
                        schemaVersion: 2.0.0
                        commandTests:
                          - name: greets
                            setup: [[sh, -c, echo hello > /data/file]]
                            command: cat
                            args: [/greeting]
                            expectedOutput: [hello]
                        fileExistenceTests:
                          - name: greeting
                            path: /greeting
                            shouldExist: true
                        """);
        build(fleet);

        Result result = program(fleet).run("test");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output()).contains("2/2");
    }

    @Test
    void ctrlCRemovesTheImagesThatATestMade() throws IOException {
        FleetFiles fleet = fleet("one", "hello");
        fleet.file(
                "images/" + name + "/test.yml",
                """
                schemaVersion: 2.0.0
                commandTests:
                  - name: takes long
                    setup: [[touch, /a], [touch, /b]]
                    command: sh
                    args: [-c, "test -e /a && test -e /b && sleep 600"]
                """);
        build(fleet);

        try (Program.Running program = program(fleet).start("test")) {
            program.awaitErrors(name + ":1 | testing");
            awaitCommand("sleep 600", program);
            program.interrupt();
            assertThat(program.await().exitCode()).isEqualTo(130);
        }
    }

    private void awaitCommand(String command, Program.Running program) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (Tool.lines("docker", "ps", "--no-trunc", "--format", "{{.Command}}").stream()
                .noneMatch(line -> line.contains(command))) {
            assertThat(program.process().isAlive())
                    .as("still testing: %s", program.errorsSoFar())
                    .isTrue();
            assertThat(System.nanoTime()).as("a container with '%s'", command).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
