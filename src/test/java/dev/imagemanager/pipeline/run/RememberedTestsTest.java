package dev.imagemanager.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.test.FakeImageTester;
import dev.imagemanager.pipeline.test.TestSettings;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that have passed are not run again, on any machine; the plan says so, and why others are. */
class RememberedTestsTest extends PaperRuns {

    /** A machine with the same fleet and registry, and nothing else. */
    private void freshMachine() {
        fleet.files("dist").keySet().forEach(file -> fleet.without("dist/" + file));
        tester.requests.clear();
        tester.connections = 0;
        memory.asked.clear();
        store.exported.clear();
        events.clear();
    }

    private List<String> tested() {
        return tester.requests.stream()
                .map(request -> request.target().toString())
                .sorted()
                .toList();
    }

    @Test
    void aFreshMachineTestsNothing() {
        run();
        freshMachine();

        assertThat(plannedTests())
                .containsExactly(
                        "app:1 up to date: the build registry has the report of this test",
                        "other:1 up to date: the build registry has the report of this test");
        assertThat(memory.asked).containsExactlyInAnyOrder("app", "other");
        memory.asked.clear();

        assertThat(states(run())).contains("app:1 up to date", "other:1 up to date");
        assertThat(tested()).isEmpty();
        assertThat(tester.connections).as("connections to a Docker daemon").isZero();
        assertThat(store.exported).as("archives").isEmpty();
        assertThat(memory.asked).containsExactlyInAnyOrder("app", "other");
        assertThat(fleet.files("dist/app/1").get("test-report.xml"))
                .contains("<testcase classname=\"app:1\" name=\"works\" time=\"1.500\">");

        memory.asked.clear();
        assertThat(plannedTests()).containsExactly("app:1 up to date", "other:1 up to date");
        run();
        assertThat(memory.asked).as("what dist/ knows is not asked for").isEmpty();
    }

    @Test
    void whereImagesArePulledNoArchiveIsWritten() {
        fleet.with(".image-manager.yml", "keep_archives: false\n");
        tester.pulls = true;

        assertThat(states(run())).contains("app:1 ok", "other:1 ok");
        assertThat(tested()).hasSize(2);
        assertThat(store.exported).isEmpty();
    }

    @Test
    void memoryIsIgnoredIfSo() {
        run();
        freshMachine();
        testSettings = new TestSettings(true);

        assertThat(plannedTests())
                .containsExactly(
                        "app:1 test: it was requested with --retest or --force",
                        "other:1 test: it was requested with --retest or --force");
        run();
        assertThat(tested()).containsExactly("app:1", "other:1");
        assertThat(memory.asked).isEmpty();
    }

    /** What passed on one machine and failed on another is tested again on the next. */
    @Test
    void aTestThatFailsIsNoLongerRememberedAsPassed() {
        run();
        freshMachine();
        testSettings = new TestSettings(true);
        tester.cases.put("app:1", List.of(FakeImageTester.failing("a", "no")));
        run();

        freshMachine();
        testSettings = new TestSettings(false);
        assertThat(plannedTests())
                .containsExactly(
                        "app:1 test: it was not tested here yet",
                        "other:1 up to date: the build registry has the report of this test");
        assertThat(notes()).isEmpty();
        tester.cases.clear();
        run();
        freshMachine();
        assertThat(plannedTests())
                .containsExactly(
                        "app:1 up to date: the build registry has the report of this test",
                        "other:1 up to date: the build registry has the report of this test");
    }

    @Test
    void aPassThatCannotBeReplacedIsNoted() {
        environment.set("IMAGE_MANAGER_BUILD_REGISTRY", "localhost:5050");
        run();
        freshMachine();
        fleet.withVariable("IMAGE_MANAGER_UNTRUSTED", "true").with(".image-manager.yml", "");
        testSettings = new TestSettings(true);
        tester.cases.put("app:1", List.of(FakeImageTester.failing("a", "no")));
        run();

        assertThat(notes())
                .startsWith("note: the build registry still has the report of a test of app:1 that passed: it cannot be"
                        + " replaced here\n");
    }

    @Test
    void eachReasonIsSaid() {
        fleet.without("images/app/test.yml").with("images/app/test.yml.tmpl", "schemaVersion: 2.0.0\n");
        assertThat(plannedTests())
                .containsExactly("app:1 depends: it is built first", "other:1 depends: it is built first");
        builds = false;
        assertThat(plannedTests())
                .containsExactly(
                        "app:1 fail: there is no image: it was not built",
                        "other:1 fail: there is no image: it was not built");
        builds = true;
        tests = false;
        run();
        tests = true;
        assertThat(plannedTests())
                .containsExactly("app:1 test: it was not tested here yet", "other:1 test: it was not tested here yet");
        tester.cases.put("other:1", List.of(FakeImageTester.failing("a", "no")));
        run();
        assertThat(plannedTests()).containsExactly("app:1 up to date", "other:1 test: it failed last time");

        fleet.with("images/app/test.yml.tmpl", "schemaVersion: 2.0.0\n# changed\n");
        assertThat(plannedTests())
                .containsExactly("app:1 test: test file changed", "other:1 test: it failed last time");
        fleet.with("images/app/test.yml.tmpl", "schemaVersion: 2.0.0\n");
        tester.identity = Optional.of("tester 2.0");
        assertThat(plannedTests())
                .contains(
                        "app:1 test: tester changed from tester 1.0 to tester 2.0",
                        "other:1 test: tester changed from tester 1.0 to tester 2.0; it failed last time");
        tester.identity = Optional.empty();
        assertThat(plannedTests())
                .contains("app:1 test: it is always tested: the version of the test program is not known");
        tester.dependence = Optional.of("it reads files of the machine");
        assertThat(plannedTests()).contains("app:1 test: it is always tested: it reads files of the machine");
        run();
        tester.identity = Optional.of("tester 1.0");
        tester.dependence = Optional.empty();
        assertThat(plannedTests())
                .contains("app:1 up to date: the build registry has the report of this test")
                .contains("other:1 test: changes since its last test are not known: it reads files of the machine");
    }

    @Test
    void anotherImageIsTestedAgain() {
        run();
        fleet.with("images/app/Dockerfile", "FROM base:1\nRUN true\n");
        assertThat(plannedTests()).containsExactly("app:1 depends: it is built first", "other:1 up to date");
        tester.requests.clear();

        assertThat(states(run())).contains("app:1 ok", "other:1 up to date");
        assertThat(tested()).containsExactly("app:1");
        builds = false;
        fleet.with("dist/app/1/test-report.json", "{}");
        assertThat(plannedTests()).contains("app:1 up to date: the build registry has the report of this test");
    }

    @Test
    void anOldReportIsNoResultOfATestThatIsBrokenOff() {
        run();
        testSettings = new TestSettings(true);
        tester.failures.put("app:1", new EnvironmentException(Problem.error("the daemon is gone")));

        assertThat(states(run())).contains("app:1 not tested");
        assertThat(fleet.files("dist/app/1")).doesNotContainKeys("test-report.json", "test-report.xml");
        testSettings = new TestSettings(false);
        memory.reports.clear();
        assertThat(plannedTests()).contains("app:1 test: it was not tested here yet");
    }

    @Test
    void onlyWhatPassedIsRemembered() {
        tester.cases.put("app:1", List.of(FakeImageTester.failing("a", "no")));
        run();

        assertThat(memory.reports.keySet()).hasSize(1).allMatch(key -> key.startsWith("other "));
        assertThat(states(run("app"))).contains("app:1 test failed");
    }

    @Test
    void aFleetThatIsNotTrustedReadsAndNeverWrites() {
        fleet.withVariable("IMAGE_MANAGER_UNTRUSTED", "true").with(".image-manager.yml", "");
        environment.set("IMAGE_MANAGER_BUILD_REGISTRY", "localhost:5050");
        run();
        assertThat(memory.reports).isEmpty();
        assertThat(memory.asked).contains("app");
    }

    @ParameterizedTest
    @CsvSource({
        "no JSON, {, x",
        "of another image, sha256:, sha256:0",
        "of another tester, tester 1.0, tester 1.1",
        "without tests, '\"cases\"', '\"other\"'",
        "of another version, image-manager/v1, image-manager/v2",
        "for another platform, linux/amd64, linux/arm64"
    })
    void whatIsNotTheReportIsIgnoredWithANote(String change, String text, String other) {
        run();
        memory.reports.replaceAll((key, report) -> key.startsWith("app ")
                ? new String(report, StandardCharsets.UTF_8)
                        .replace(text, other)
                        .getBytes(StandardCharsets.UTF_8)
                : report);
        freshMachine();

        assertThat(states(run())).as(change).contains("app:1 up to date", "other:1 up to date");
        assertThat(tested()).as(change).containsExactly("app:1");
        assertThat(notes())
                .isEqualTo("note: what the build registry remembers of the test of app:1 is ignored: it is not the"
                        + " report of this test");
    }

    @Test
    void aRegistryThatRefusesIsNoFailure() {
        memory.refusal = Optional.of("it refuses");

        RunReport report = run();

        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(notes())
                .contains("note: what the build registry remembers of the test of app:1 is ignored: it refuses")
                .containsOnlyOnce("note: the build registry does not remember which tests passed: it refuses");
        memory.refusal = Optional.empty();
        memory.unreachable = Optional.of("nobody listens");
        freshMachine();
        assertThat(run().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(notes()).isEqualTo("note: which tests have passed elsewhere is not known: nobody listens");
    }

    @Test
    void aReportThatSomebodyElseWroteIsNotUsed() {
        run();
        memory.reports.clear();
        String report = fleet.files("dist/app/1").get("test-report.json");
        fleet.with("dist/app/1/test-report.json", report.replace("1500", "1501"));
        tester.requests.clear();

        run();
        assertThat(tested()).containsExactly("app:1");

        fleet.without("dist/app/1/test-report.xml");
        run();
        assertThat(tested()).hasSize(1);
        assertThat(fleet.files("dist/app/1")).containsKey("test-report.xml");
    }

    @Test
    void ofSeveralPlatformsTheOneThatWasTestedCounts() {
        Platform arm = Platform.parse("linux/arm64");
        settings = new BuildSettings(true, false, List.of(Platform.LINUX_AMD64, arm));
        tester.platform = arm;
        run("other");
        assertThat(tested()).containsExactly("other:1");
        tester.connections = 0;

        assertThat(states(run("other"))).isEqualTo("other:1 up to date");
        assertThat(tester.connections).isZero();
        freshMachine();
        settings = new BuildSettings(true, false, List.of(arm));
        assertThat(states(run("other"))).isEqualTo("other:1 up to date");
        assertThat(tested()).as("a machine that cannot run it").isEmpty();
    }
}
