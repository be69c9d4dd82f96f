package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code test} and {@code run} with a real Docker daemon and container-structure-test. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class RunIT {

    private static final String PASSING =
            """
            schemaVersion: 2.0.0
            commandTests:
              - name: greets
                command: cat
                args: [/greeting]
                expectedOutput: [hello]
            fileExistenceTests:
              - name: greeting
                path: /greeting
                shouldExist: true
            """;

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String name;
    private DaemonState before;

    @BeforeEach
    void makeFleet() {
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet = new FleetFiles(directory)
                .image(name, "1", "FROM debian:bookworm-slim\nRUN echo hello > /greeting\n")
                .file("images/" + name + "/test.yml", PASSING);
        before = DaemonState.now();
    }

    @AfterEach
    void theDaemonIsAsItWas() {
        assertThat(DaemonState.now()).isEqualTo(before);
    }

    private Result run(String... arguments) {
        return new Program(directory).run(arguments);
    }

    @Test
    void runBuildsAndTestsAndReports() {
        Result result = run("run");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output()).contains("2/2").contains("1 target in").contains("1 ok");
        assertThat(fleet.read("dist/" + name + "/1/test-report.json"))
                .contains("\"passed\": 2")
                .contains("\"failed\": 0");
        assertThat(fleet.read("dist/" + name + "/1/test-report.xml"))
                .contains("<testsuite name=\"" + name + ":1 linux/amd64\" tests=\"2\" failures=\"0\"");
    }

    /** Without a registry, images come from archives. */
    @Test
    void anArchiveThatWasChangedIsNotTestedButWrittenAgain() throws IOException {
        Program program = new Program(directory).with("IMAGE_MANAGER_BUILD_REGISTRY", "false");
        assertThat(program.run("run").exitCode()).isZero();
        Path archive = directory.resolve("dist/" + name + "/1/image.tar");
        byte[] changed = Files.readAllBytes(archive);
        changed[changed.length / 2] ^= 1;
        Files.write(archive, changed);

        Result test = program.run("test", "--retest");
        assertThat(test.exitCode()).as("%s", test).isZero();
        assertThat(test.errors()).contains("note: dist/" + name + "/1/image.tar is written again");
        byte[] intact = Files.readAllBytes(archive);
        assertThat(intact).isNotEqualTo(changed);

        Files.write(archive, changed);
        Result run = program.run("run", "--retest");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.output()).contains("1 up to date");
        assertThat(archive).hasBinaryContent(intact);
    }

    /** Nobody listens where the Docker daemon and the builder are looked for. */
    private Program withoutDaemons() {
        String nobody = "tcp://127.0.0.1:" + UnusedPort.find();
        return new Program(directory).with("DOCKER_HOST", nobody).with("BUILDKIT_HOST", nobody);
    }

    private void freshCheckout() {
        Tool.run("rm", "-r", directory.resolve("dist").toString());
    }

    @Test
    void whatPassedIsRememberedOnEveryMachine() {
        assertThat(run("plan", name).output())
                .contains("it is built first")
                .contains("1 image: 1 to build, 0 up to date; 1 test: 0 to run, 1 that depend on builds, 0 up to date");
        assertThat(run("run").exitCode()).isZero();
        assertThat(run("plan", "--exit-code").exitCode()).isZero();
        assertThat(run("explain", "--all", name).output())
                .contains("test of " + name + ":1 for linux/amd64: up to date")
                .contains("container-structure-test v");

        freshCheckout();
        Result plan = withoutDaemons().run("plan");
        assertThat(plan.output())
                .containsPattern(
                        name + ":1 +test +linux/amd64 +up to date +the build registry has the report of this test")
                .contains("1 test: 0 to run, 1 up to date");
        Result again = withoutDaemons().run("run", "--untrusted");
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(again.output()).contains("2/2", "1 up to date");
        assertThat(again.errors()).doesNotContain("testing", "archiving");
        assertThat(fleet.exists("dist/" + name + "/1/image.tar")).isFalse();
        assertThat(fleet.read("dist/" + name + "/1/test-report.json")).contains("\"passed\": 2");
        assertThat(fleet.read("dist/" + name + "/1/test-report.xml")).contains("tests=\"2\" failures=\"0\"");

        Result retested = withoutDaemons().run("run", "--retest");
        assertThat(retested.exitCode()).as("%s", retested).isEqualTo(3);
        assertThat(retested.errors()).contains("no Docker daemon answers at");
    }

    /** The registry has no interface for referrers, so there is a tag with their list. */
    @Test
    void aPassIsAnArtifactThatRefersToTheImageAndOthersInItsPlaceAreIgnored() {
        assertThat(run("run").exitCode()).isZero();
        String repository = System.getenv("IMAGE_MANAGER_BUILD_REGISTRY") + "/" + name;
        String digest = new RegistryContent(System.getenv("IMAGE_MANAGER_BUILD_REGISTRY"), name).digest("1");
        String tag = Tool.lines("crane", "ls", repository).stream()
                .filter(one -> one.startsWith("im-test-"))
                .findFirst()
                .orElseThrow();
        assertThat(Tool.run("crane", "manifest", repository + ":" + tag))
                .contains("\"subject\":{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
                        + digest);
        assertThat(Tool.run("crane", "manifest", repository + ":" + digest.replace(':', '-')))
                .contains("application/vnd.image-manager.test-report.v1+json")
                .contains(Tool.run("crane", "digest", repository + ":" + tag).strip());

        Tool.run("crane", "tag", repository + ":1", tag);
        freshCheckout();
        Result again = run("run");
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(again.errors())
                .contains("note: what the build registry remembers of the test of " + name + ":1 is ignored:")
                .contains("it is not a test report")
                .contains("2 tests passed");
        freshCheckout();
        assertThat(withoutDaemons().run("run").output()).contains("2/2", "1 up to date");
    }

    @Test
    void whatHangsIsEndedAtItsTimeLimit() {
        String endless = "sleep 99" + UUID.randomUUID().toString().replaceAll("[^0-9]", "");
        fleet.file(
                        "images/" + name + "/test.yml",
                        PASSING.replace("command: cat", "command: sleep").replace("[/greeting]", "['600']"))
                .file("images/" + name + "/image.yml", "timeout: { test: 3s }\ntags: [{ name: '1' }]\n")
                .image(name + "-b", "1", "FROM debian:bookworm-slim\nRUN echo begun; " + endless + "\n");

        Result result = run("run", "--timeout", "8s", name);
        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(result.errors())
                .contains("error: the test of " + name + ":1 did not end within 8s, the time of --timeout");
        assertThat(result.output()).contains("1 test failed");

        Result build = run("build", "--timeout", "4s", name + "-b");
        assertThat(build.exitCode()).as("%s", build).isEqualTo(1);
        assertThat(build.errors())
                .contains("error: the build of " + name + "-b:1 at [2/2] RUN echo begun; " + endless
                        + " did not end within 4s, the time of --timeout, and was stopped")
                .contains("begun");
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(command -> command.contains(endless));

        Result test = run("test", name);
        assertThat(test.exitCode()).as("%s", test).isEqualTo(1);
        assertThat(test.errors())
                .contains("images/" + name + "/image.yml:1:18: error: the test of " + name
                        + ":1 did not end within 3s, and was stopped")
                .contains("raise 'timeout.test' here, or use --timeout 6s for one command");
    }

    @Test
    void aFailingTestSaysWhatWasExpected() {
        fleet.file("images/" + name + "/test.yml", PASSING.replace("[hello]", "[goodbye]"));
        assertThat(run("build").exitCode()).isZero();

        Result result = run("test");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(result.errors())
                .contains("1 of 2 tests of " + name + ":1 failed")
                .contains("goodbye");
        assertThat(result.output()).contains("1/2").contains("1 test failed");
        assertThat(fleet.read("dist/" + name + "/1/test-report.xml")).contains("<failure message=");
    }

    @Test
    void aTestFileThatCannotBeReadIsNoPass() {
        fleet.file("images/" + name + "/test.yml", "schemaVersion: 2.0.0\ncommandTests: {wrong: true}\n");

        Result result = run("run");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        assertThat(result.errors())
                .contains("dist/" + name + "/1/test.yml: error: container-structure-test cannot use");
    }

    @Test
    void aTestFileWithoutTestsIsNoPass() {
        fleet.file("images/" + name + "/test.yml", "schemaVersion: 2.0.0\n");

        Result result = run("run");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        assertThat(result.errors()).contains("dist/" + name + "/1/test.yml: error: the test file contains no tests");
    }

    @Test
    void imagesArePulledForTestsAndArchivesThatAreNotKeptAreNotWritten() {
        fleet.file(".image-manager.yml", "keep_archives: false\n");

        Result run = run("run");
        assertThat(run.output()).contains("2/2");
        assertThat(run.errors()).doesNotContain("archiving", "note:");
        assertThat(run("test", "--retest").errors()).contains("2 tests passed").doesNotContain("archiving", "note:");
        assertThat(fleet.exists("dist/" + name + "/1/image.tar")).isFalse();

        Result byArchive = new Program(directory)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", "false")
                .run("run", "--force");
        assertThat(byArchive.output()).contains("2/2");
        assertThat(fleet.exists("dist/" + name + "/1/image.tar")).isFalse();
    }

    @Test
    void onlyWhatTheLastBuildMadeIsTested() {
        assertThat(run("build").exitCode()).isZero();
        fleet.file("images/" + name + "/Dockerfile", "FROM scratch\nCOPY Dockerfile /other\n");
        assertThat(run("build", "--platform", "linux/arm64").exitCode()).isZero();

        Result result = run("test");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output()).contains("not tested");
        assertThat(result.errors())
                .contains("note: " + name + ":1 is not tested: it was built for linux/arm64")
                .contains("image-manager build --platform linux/amd64 " + name + ":1");
    }

    /** The processors of amd64 run programs of 386 too. */
    @Test
    void whatTheDaemonRunsIsTestedAndTheRestIsNoted() {
        String test =
                """
                schemaVersion: 2.0.0
                fileExistenceTests: [{ name: a, path: /a, shouldExist: true }]
                """;
        for (String platform : List.of("386", "s390x")) {
            String image = name + "-" + platform;
            fleet.image(image, "1", "FROM scratch\nCOPY a /\n")
                    .file(
                            "images/" + image + "/image.yml",
                            "platforms: [linux/" + platform + "]\ntags: [{name: '1'}]\n")
                    .file("images/" + image + "/a", "a\n")
                    .file("images/" + image + "/test.yml", test);
        }

        Result result = run("run", name + "-386", name + "-s390x");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output())
                .containsPattern(name + "-386:1 .* 1/1 +ok")
                .containsPattern(name + "-s390x:1 .* - +not tested")
                .contains("1 ok, 1 not tested");
        assertThat(result.errors())
                .contains(
                        "note: " + name + "-s390x:1 is not tested: it was built for linux/s390x, and the Docker daemon"
                                + " runs linux/amd64, without emulation for another");
    }

    @Test
    void variablesOfOneTestTakeEffectAndChildrenOfAFailedTestAreNotBuilt() {
        String test =
                """
                schemaVersion: 2.0.0
                containerRunOptions: { user: nobody }
                globalEnvVars: [{ key: ALL, value: all }]
                commandTests:
                  - name: own variable
                    envVars: [{ key: NAME, value: something }]
                    setup: [[sh, -c, 'echo "$NAME" > /tmp/of-setup']]
                    command: sh
                    args: [-c, 'echo "[$NAME] [$ALL]"; cat /tmp/of-setup; id -un']
                    expectedOutput: ['\\[something\\] \\[all\\]\\nsomething\\nnobody']
                  - name: environment of a program
                    envVars: [{ key: NAME, value: other }]
                    command: printenv
                    args: [NAME]
                    expectedOutput: [other]
                  - name: without
                    command: sh
                    args: [-c, 'env | grep -c ^NAME=']
                    expectedOutput: ["0"]
                    exitCode: 1
                fileExistenceTests: [{ name: nope, path: /nope, shouldExist: yes }]
                """;
        fleet.file("images/" + name + "/test.yml", test).image(name + "-child", "1", "FROM " + name + ":1\nRUN true\n");

        Result result = run("run");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(result.errors())
                .contains("1 of 4 tests of " + name + ":1 failed")
                .contains("File Existence Test: nope")
                .contains(name + "-child:1 | not built: the test of " + name + ":1 failed");
        assertThat(result.output()).contains("3/4").contains("1 not built, 1 test failed");
        assertThat(run("run", "--keep-going").output()).contains("1 ok, 1 test failed");
    }

    @Test
    void aTargetThatWasNotBuiltIsSaidSo() {
        Result result = run("test");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors())
                .contains("there is no record of its build in dist/" + name + "/1/build.json")
                .contains("image-manager build");
    }

    @Test
    void aNameThatPointedElsewherePointsThereAgain() {
        Path other = new FleetFiles(directory)
                .file("elsewhere/Dockerfile", "FROM debian:bookworm-slim\nRUN echo other > /other\n")
                .directory()
                .resolve("elsewhere");
        Tool.run(
                "buildctl",
                "build",
                "--frontend",
                "dockerfile.v0",
                "--local",
                "context=" + other,
                "--local",
                "dockerfile=" + other,
                "--output",
                "type=docker,name=" + name + ":1,dest=" + directory.resolve("other.tar"));
        Tool.run(
                "docker",
                "load",
                "--quiet",
                "--input",
                directory.resolve("other.tar").toString());
        String id = Tool.run("docker", "images", "--quiet", "--no-trunc", name + ":1");
        try {
            assertThat(run("run").exitCode()).isZero();
            assertThat(Tool.run("docker", "images", "--quiet", "--no-trunc", name + ":1"))
                    .isEqualTo(id);

            fleet.file("images/" + name + "/test.yml", PASSING.replace("[hello]", "[goodbye]"));
            assertThat(run("run").exitCode()).isEqualTo(1);
            assertThat(Tool.run("docker", "images", "--quiet", "--no-trunc", name + ":1"))
                    .isEqualTo(id);
        } finally {
            Tool.run("docker", "rmi", "--force", id);
        }
    }

    @Test
    void anImageThatWasThereStaysThere() {
        assertThat(run("build").exitCode()).isZero();
        Tool.run(
                "docker",
                "load",
                "--quiet",
                "--input",
                directory.resolve("dist/" + name + "/1/image.tar").toString());
        DaemonState loaded = DaemonState.now();
        try {
            assertThat(run("test").exitCode()).isZero();
            assertThat(DaemonState.now()).isEqualTo(loaded);
        } finally {
            Tool.run("docker", "rmi", "--force", name + ":1");
        }
    }

    @Test
    void ctrlCDuringATestLeavesTheDaemonAsItWas() {
        fleet.file(
                "images/" + name + "/test.yml",
                """
                schemaVersion: 2.0.0
                commandTests:
                  - name: takes long
                    command: sleep
                    args: ["600"]
                """);
        assertThat(run("build").exitCode()).isZero();

        try (Program.Running running = new Program(directory).start("test")) {
            running.awaitErrors(name + ":1 | testing");
            awaitContainer();
            running.interrupt();
            assertThat(running.await().exitCode()).isEqualTo(130);
            assertThat(running.process().descendants()).isEmpty();
        }
    }

    private void awaitContainer() {
        long end = System.nanoTime() + 60_000_000_000L;
        while (DaemonState.now().containers().size() == before.containers().size()) {
            assertThat(System.nanoTime()).as("a test container").isLessThan(end);
        }
    }
}
