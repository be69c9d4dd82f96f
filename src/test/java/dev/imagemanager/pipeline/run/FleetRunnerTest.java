package dev.imagemanager.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.config.Entitlement;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.build.ImageBuilder.EntitlementException;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.pipeline.test.FakeImageTester;
import dev.imagemanager.pipeline.test.TestReport;
import dev.imagemanager.pipeline.test.TestSettings;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetRunnerTest extends PaperRuns {

    @Test
    void credentialsAreNeitherKeptNorTold() {
        String secret = "hunter2-hunter2";
        fleet.withVariable("NPM", secret)
                .with(".image-manager.yml", "registries: [{url: ghcr.io, password: '${NPM}'}]\n");
        builder.said = "npm WARN " + secret;
        tester.cases.put(
                "app:1",
                List.of(
                        new TestReport.Case(
                                "prints " + secret, true, Duration.ZERO, secret.toUpperCase(Locale.ROOT), List.of()),
                        FakeImageTester.failing("b", "got <" + secret + ">")));

        assertThat(run("app").exitCode()).isEqualTo(ExitCode.FAILED);

        assertThat(fleet.files("dist").get("app/1/build.log")).contains("npm WARN ***");
        assertThat(fleet.files("dist").get("app/1/test-report.json")).contains("prints ***", "got <***>");
        assertThat(fleet.files("dist").get("app/1/test-report.xml")).contains("got &lt;***&gt;");
        assertThat(fleet.files("dist").toString() + events).doesNotContainIgnoringCase(secret);
    }

    @Test
    void everythingIsBuiltAndTestedInOrder() {
        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 ok, other:1 ok, top:1 ok");
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(builder.built()).containsExactlyInAnyOrder("base:1", "app:1", "top:1", "other:1");
        assertThat(tester.archives)
                .hasSize(2)
                .allSatisfy(archive -> assertThat(archive).exists().hasFileName("image.tar"));
        assertThat(fleet.files("dist/app/1"))
                .containsKeys("Dockerfile", "build.json", "build.log", "test-report.json", "test-report.xml");
    }

    @Test
    void aSecondRunBuildsNothingAndTestsNothing() {
        run();
        builder.requests.clear();

        RunReport again = run();
        assertThat(states(again))
                .isEqualTo("base:1 up to date, app:1 up to date, other:1 up to date, top:1 up to date");
        assertThat(again.toJson().at("/targets/1/testsPassed").asInt()).isEqualTo(1);
        assertThat(builder.requests).isEmpty();
        assertThat(tester.requests).hasSize(2);
        assertThat(tester.connections).isEqualTo(1);

        testSettings = new TestSettings(true);
        run();
        assertThat(tester.requests).hasSize(4);
    }

    @Test
    void parentsOfTheChosenAreBuiltButNotTested() {
        fleet.with("images/base/test.yml", "schemaVersion: 2.0.0\n");

        assertThat(states(run("app"))).isEqualTo("base:1 ok, app:1 ok");
        assertThat(tester.requests).singleElement().satisfies(request -> assertThat(request.target())
                .hasToString("app:1"));
        assertThat(fleet.files("dist")).doesNotContainKeys("top/1/Dockerfile", "other/1/Dockerfile");
    }

    @Test
    void buildAloneTestsNothing() {
        tests = false;

        assertThat(run().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(tester.requests).isEmpty();
    }

    @Test
    void testAloneBuildsNothing() {
        run();
        builder.requests.clear();
        builds = false;

        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 no tests, app:1 up to date, other:1 up to date, top:1 no tests");
        assertThat(builder.requests).isEmpty();
    }

    @Test
    void whatBuildsOnAFailureIsNotBuiltAndTheRestGoesOn() {
        builder.failures.put(
                "base:1",
                new BuildFailedException(
                        "exit code: 7", Optional.of("[2/2] RUN " + "x".repeat(200)), List.of("it broke"), 3));

        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 build failed, app:1 not built, other:1 ok, top:1 not built");
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .startsWith("images/base/Dockerfile:3: error: the build of base:1 failed at [2/2] RUN xxx")
                .contains("x…: exit code: 7")
                .contains("it is line 3 of dist/base/1/Dockerfile; the full log is in dist/base/1/build.log")
                .endsWith("it broke");
        assertThat(events)
                .filteredOn(PipelineEvent.Skipped.class::isInstance)
                .extracting(event -> ((PipelineEvent.Skipped) event).reason())
                .containsOnly("the build of base:1 failed");
    }

    @Test
    void aStepThatAsksForAnEntitlementIsExplained() {
        image(
                "base",
                "FROM scratch\n\nRUN --mount=type=tmpfs,target=/x \\\n  --security=insecure true\nRUN --network=host true");
        builder.failures.put("base:1", new EntitlementException(Entitlement.SECURITY_INSECURE));

        assertThat(run("base").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .isEqualTo(
                        "images/base/Dockerfile:3: error: the build of base:1 failed: RUN --security=insecure asks for"
                                + " security.insecure, which its definition does not name\n  it is line 3 of dist/base/1/Dockerfile; write 'build: { entitlements:"
                                + " [security.insecure] }' in images/base/image.yml; the operator of the machine can allow it"
                                + " with IMAGE_MANAGER_ALLOW=security.insecure\n");
    }

    @Test
    void entitlementsNeedTheConsentOfTheOperator() {
        fleet.with(
                "images/base/image.yml",
                "build:\n  entitlements: [security.insecure, network.host]\ntags: [{name: '1'}]\n");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> run("base"))
                .satisfies(refused -> assertThat(fleet.shown(refused.problems()))
                        .isEqualTo("images/base/image.yml:2:18: error: 'build.entitlements' asks for security.insecure,"
                                + " which is not allowed: build steps could get rights on the machine\n  remove it; the"
                                + " operator of the machine can allow it with IMAGE_MANAGER_ALLOW=security.insecure\n"
                                + "images/base/image.yml:2:37: error: 'build.entitlements' asks for network.host, which is"
                                + " not allowed: build steps could get rights on the machine\n  remove it; the operator"
                                + " of the machine can allow it with IMAGE_MANAGER_ALLOW=network.host\n"));

        environment.set("IMAGE_MANAGER_ALLOW", "security.insecure,host-network");
        assertThat(states(run("base"))).isEqualTo("base:1 ok");
        assertThat(builder.requests.get(0).options().entitlements()).containsOnlyKeys(Entitlement.values());
        fleet.with("images/base/image.yml", "build: {entitlements: network.host}\ntags: [{name: '1'}]\n");
        assertThat(states(run("base"))).as("they are in the key").isEqualTo("base:1 ok");
    }

    @Test
    void onlyWhatFailedOrWaitedIsRepeated() {
        builder.failures.put("app:1", new BuildFailedException("no", Optional.empty(), List.of(), 0));
        tester.cases.put("other:1", List.of(FakeImageTester.failing("bad", "no")));
        RunReport first = run();
        assertThat(first.failed())
                .extracting(result -> result.target().toString())
                .containsExactly("app:1", "other:1");
        assertThat(first.toJson().path("failed").toString()).isEqualTo("[\"app:1\",\"other:1\"]");

        builder.failures.clear();
        onlyFailed = true;
        assertThat(states(run())).isEqualTo("base:1 up to date, app:1 ok, other:1 test failed, top:1 ok");

        tester.cases.clear();
        assertThat(states(run())).isEqualTo("other:1 up to date");

        RunReport last = run();
        assertThat(last.results()).isEmpty();
        assertThat(last.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(notes()).contains("nothing is left to repeat: no target failed when it was processed last");
    }

    /** Otherwise, "run || run --failed" would succeed with nothing done. */
    @Test
    void aRunThatDidNotBeginIsRepeated() {
        run("other");
        fleet.with("images/other/Dockerfile", "FROM scratch\nLABEL a=b\n");
        builder.obstacle = Optional.of(new EnvironmentException(Problem.error("no daemon")));
        assertThatExceptionOfType(EnvironmentException.class).isThrownBy(() -> run("other"));

        builder.obstacle = Optional.empty();
        onlyFailed = true;
        assertThat(states(run())).isEqualTo("other:1 ok");
        assertThat(run().results()).isEmpty();
    }

    @Test
    void whatFailedIsOnlyKnownAfterARun() {
        onlyFailed = true;

        assertThatExceptionOfType(InputException.class).isThrownBy(this::run).satisfies(unknown -> assertThat(
                        fleet.shown(unknown.problems()))
                .isEqualTo("dist/.runs.json: error: it is not known what failed: there is no record of a run that"
                        + " this user wrote here\n  leave out --failed\n"));
    }

    @Test
    void theScheduleIsMeasured() {
        RunReport first = run();
        assertThat(first.statistics().hasWorked()).isTrue();
        assertThat(first.statistics().criticalTargets())
                .extracting(TargetName::toString)
                .startsWith("base:1");
        assertThat(first.toJson().at("/schedule/criticalPath/0").asText()).isEqualTo("build of base:1");
        assertThat(first.statistics().parallelism())
                .as("one build or test at once, and an archive beside it")
                .isGreaterThan(0)
                .isLessThanOrEqualTo(2);

        tests = false;
        RunReport second = run();
        assertThat(second.statistics().hasWorked()).isFalse();
        assertThat(second.statistics().saved()).isPositive();
    }

    @Test
    void aTraceIsAlsoWrittenOfARunThatFails() throws IOException {
        trace = Optional.of(directory.resolve("trace.json"));
        builder.failures.put("app:1", new BuildFailedException("no", Optional.empty(), List.of(), 0));

        run();

        JsonNode events = new ObjectMapper().readTree(trace.get().toFile()).path("traceEvents");
        assertThat(events).anySatisfy(event -> assertThat(event.toString())
                .contains("\"name\":\"build of app:1\",\"ph\":\"X\"", "\"end\":\"failed\""));
        assertThat(events).anySatisfy(event -> assertThat(event.toString())
                .contains("\"name\":\"build of top:1\",\"ph\":\"i\"", "\"end\":\"blocked\""));
        assertThat(events).extracting(event -> event.path("name").asText()).contains("generate", "plan", "clean up");

        trace = Optional.of(directory.resolve("none.json"));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> run("no-such-image"));
        assertThat(trace.get()).content().contains("\"generate\"");
    }

    @Test
    void timeLimitsAreThoseOfTheDefinitionThenTheFleet() {
        fleet.with(".image-manager.yml", "timeout: {build: 2h, test: 90s}\n")
                .with("images/app/image.yml", "timeout: {build: 10m}\ntags: [{name: '1'}]\n");

        run();

        assertThat(builder.requests.stream().map(request -> request.target() + " " + request.timeLimit()))
                .containsExactlyInAnyOrder("base:1 PT2H", "app:1 PT10M", "top:1 PT2H", "other:1 PT2H");
        assertThat(tester.requests).extracting(request -> request.timeLimit()).containsOnly(Duration.ofSeconds(90));
    }

    @Test
    void timeLimitsHaveDefaults() {
        run("app");

        assertThat(builder.requests).extracting(request -> request.timeLimit()).containsOnly(Duration.ofHours(1));
        assertThat(tester.requests).extracting(request -> request.timeLimit()).containsOnly(Duration.ofMinutes(5));
    }

    @Test
    void aBuildThatTakesTooLongIsShownWithItsLimit() {
        fleet.with("images/base/image.yml", "tags: [{name: '1'}]\ntimeout:\n  build: 30m\n");
        builder.failures.put("base:1", new TimeLimitException(Optional.of("[2/2] RUN make"), List.of("compiling")));

        RunReport report = run("app");

        assertThat(states(report)).isEqualTo("base:1 build failed, app:1 not built");
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .isEqualTo("images/base/image.yml:3:10: error: the build of base:1 at [2/2] RUN make did not end within"
                        + " 30m, and was stopped\n  raise 'timeout.build' here, or use --timeout 1h for one command\n"
                        + "compiling");
    }

    @Test
    void aTestThatTakesTooLongIsShownWithItsLimit() {
        tester.failures.put("app:1", new TimeLimitException(Optional.empty(), List.of()));

        RunReport report = run("app");

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 test failed");
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .isEqualTo("error: the test of app:1 did not end within 5m, the default, and was stopped\n"
                        + "  write 'timeout: { test: 10m }' in images/app/image.yml or .image-manager.yml, or use"
                        + " --timeout 10m for one command\n");
    }

    @Test
    void theTimeLimitOfTheCommandComesFirst() {
        fleet.with("images/app/image.yml", "timeout: {build: 10m, test: 1m}\ntags: [{name: '1'}]\n");
        timeLimit = Optional.of(Duration.ofSeconds(20));
        tester.failures.put("app:1", new TimeLimitException(Optional.empty(), List.of()));

        run("app");

        assertThat(builder.requests).extracting(request -> request.timeLimit()).containsOnly(Duration.ofSeconds(20));
        assertThat(failures())
                .isEqualTo("error: the test of app:1 did not end within 20s, the time of --timeout, and was stopped\n"
                        + "  use --timeout 40s, or leave it out\n");
    }

    @Test
    void failFastLeavesTheRest() {
        failFast = true;
        builder.failures.put("base:1", new BuildFailedException("no", Optional.empty(), List.of(), 0));

        assertThat(states(run())).isEqualTo("base:1 build failed, app:1 not built, other:1 cancelled, top:1 not built");
    }

    @Test
    void whatBuildsOnAFailedTestIsNotBuilt() {
        fleet.with("images/base/test.yml", "schemaVersion: 2.0.0\n");
        tester.cases.put("base:1", List.of(FakeImageTester.failing("bad", "no")));

        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 test failed, app:1 not built, other:1 ok, top:1 not built");
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(builder.built()).containsExactlyInAnyOrder("base:1", "other:1");
        assertThat(events)
                .filteredOn(PipelineEvent.Skipped.class::isInstance)
                .extracting(event -> ((PipelineEvent.Skipped) event).reason())
                .containsExactly("the test of base:1 failed", "the test of base:1 failed");
        assertThat(report.toJson().at("/targets/1/blockedBy").asText()).isEqualTo("test of base:1");
        assertThat(report.toJson().at("/targets/0").has("blockedBy")).isFalse();
    }

    @Test
    void parentsAreTestedBeforeWhatElseIsReady() {
        fleet.with("images/base/test.yml", "schemaVersion: 2.0.0\n");
        for (int i = 0; i < 5; i++) {
            image("leaf" + i, "FROM scratch");
        }

        run();

        List<String> progress = events.stream()
                .filter(PipelineEvent.Started.class::isInstance)
                .map(event ->
                        ((PipelineEvent.Started) event).activity() + " " + ((PipelineEvent.Started) event).target())
                .filter(line -> !line.startsWith("archiving"))
                .toList();
        assertThat(progress).startsWith("building base:1", "testing base:1", "building app:1", "testing app:1");
    }

    @Test
    void aParentThatWasNotChosenIsNotAwaited() {
        fleet.with("images/base/test.yml", "schemaVersion: 2.0.0\n");
        tester.cases.put("base:1", List.of(FakeImageTester.failing("bad", "no")));

        assertThat(states(run("app"))).isEqualTo("base:1 ok, app:1 ok");
    }

    @Test
    void aFailedTestIsShownWithItsReasonsAndDoesNotHoldUpChildrenIfSo() {
        keepGoing = true;

        tester.cases.put(
                "app:1",
                List.of(FakeImageTester.passing("good"), FakeImageTester.failing("bad", "expected this", "got that")));

        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 test failed, other:1 ok, top:1 ok");
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures())
                .isEqualTo("error: 1 of 2 tests of app:1 failed\n  see dist/app/1/test-report.json\n"
                        + "bad\n  expected this\n  got that");
    }

    @Test
    void theWorstReasonDecidesTheExitCode() {
        tester.failures.put("app:1", new InputException(Problem.error("the test file of app:1 is wrong")));
        assertThat(run().exitCode()).isEqualTo(ExitCode.INPUT);

        builder.failures.put("other:1", new BuildFailedException("no", Optional.empty(), List.of(), 0));
        fleet.with("images/other/Dockerfile", "FROM scratch\n# changed\n");
        assertThat(run().exitCode()).isEqualTo(ExitCode.INPUT);

        builder.failures.put("other:1", new EnvironmentException(Problem.error("the network is down")));
        assertThat(run().exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(failures()).contains("error: the build of other:1 failed: the network is down");

        builder.failures.put("other:1", new IllegalStateException("oops"));
        assertThat(run().exitCode()).isEqualTo(ExitCode.BUG);
        assertThat(failures())
                .contains("internal error in the build of other:1: java.lang.IllegalStateException: oops");
    }

    @Test
    void aTargetThatWasNotBuiltCannotBeTested() {
        builds = false;

        assertThat(run("app").exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(failures())
                .contains("there is no image of app:1: there is no record of its build in" + " dist/app/1/build.json")
                .contains("build it first: image-manager build app:1");
    }

    @Test
    void theImageForTheDaemonsPlatformIsTested() {
        settings = new BuildSettings(true, false, List.of(Platform.LINUX_AMD64, Platform.parse("linux/arm64")));
        run("other");
        assertThat(tester.archives).containsExactly(directory.resolve("dist/other/1/linux-amd64/image.tar"));

        assertThat(fleet.files("dist")).containsKey("other/1/test-report.json");

        settings = new BuildSettings(true, false, List.of(Platform.parse("linux/arm64")));
        RunReport report = run("other");
        assertThat(states(report)).isEqualTo("other:1 not tested");
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(notes())
                .isEqualTo("note: other:1 is not tested: it was built for linux/arm64, and the Docker daemon runs"
                        + " linux/amd64, without emulation for another\n  build it for the daemon's platform too:"
                        + " image-manager build --platform linux/amd64 other:1");
        assertThat(fleet.files("dist")).doesNotContainKeys("other/1/test-report.json", "other/1/test-report.xml");
    }

    @Test
    void anImageThatNoDaemonHereRunsHoldsNothingUp() {
        fleet.with("images/base/image.yml", "platforms: [linux/arm64]\ntags: [{name: '1'}]\n")
                .with("images/base/test.yml", "schemaVersion: 2.0.0\n");
        image("child", "FROM base:1");
        fleet.with("images/child/image.yml", "platforms: [linux/arm64]\ntags: [{name: '1'}]\n");

        RunReport report = run("base", "child");

        assertThat(states(report)).isEqualTo("base:1 not tested, child:1 ok");
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(notes()).contains("install QEMU's emulation (binfmt_misc) on the daemon's machine");
        assertThat(report.toJson().at("/targets/0/state").asText()).isEqualTo("not tested");
    }

    @Test
    void anImageForAnotherPlatformIsTestedByEmulation() {
        Platform arm = Platform.parse("linux/arm64");
        settings = new BuildSettings(true, false, List.of(arm));
        tester.emulated.add(arm);

        assertThat(states(run("other"))).isEqualTo("other:1 ok");
        assertThat(tester.requests).singleElement().satisfies(request -> assertThat(request.platform())
                .isEqualTo(arm));
    }

    private void runtimesForEachPlatform() {
        image("rt-amd64", "FROM scratch");
        image("rt-arm64", "FROM scratch");
        image("service", "ARG TARGETARCH\nFROM rt-${TARGETARCH}:1");
        tests = false;
    }

    @Test
    void theGraphIsThatOfThePlatformsOnTheCommandLine() {
        runtimesForEachPlatform();
        settings = new BuildSettings(true, false, List.of(Platform.parse("linux/arm64")));

        assertThat(states(run("service"))).isEqualTo("rt-arm64:1 ok, service:1 ok");
        assertThat(builder.built()).containsExactly("rt-arm64:1 linux/arm64", "service:1 linux/arm64");
    }

    @Test
    void theGraphIsThatOfTheBuildersPlatform() {
        runtimesForEachPlatform();
        builder.platform = Platform.parse("linux/s390x");
        image("rt-s390x", "FROM scratch");

        assertThat(states(run("service"))).isEqualTo("rt-s390x:1 ok, service:1 ok");
        assertThat(fleet.files("dist")).containsKey("rt-s390x/1/Dockerfile");
        assertThat(fleet.files("dist").get("fleet.json"))
                .as("the same on every machine")
                .containsPattern("\"parents\": \\[\\s+\"rt-amd64:1\"");
    }

    /** A new kind of work is a new class, and none of the program's is changed for it. */
    @Test
    void aThirdStepIsScheduledToldAndRecorded() {
        MeasureStep measure = new MeasureStep();
        more.add(measure);
        List.of("base:1", "app:1", "other:1", "top:1").forEach(target -> measure.heights.put(target, 3));

        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 ok, other:1 ok, top:1 ok");
        assertThat(report.columns()).containsExactly("SIZE", "DIGEST", "BUILD", "TESTS", "HEIGHT");
        assertThat(report.results().get(1).fact("HEIGHT")).hasValue(new Fact.Value.Text("3"));
        assertThat(report.toJson().at("/targets/1/height").asInt()).isEqualTo(3);
        assertThat(eventsOf("app:1"))
                .containsSubsequence("building", "testing", "1 test passed", "measuring", "is 3 high");
    }

    @Test
    void aThirdStepThatFailsCounts() {
        MeasureStep measure = new MeasureStep();
        more.add(measure);
        measure.heights.put("base:1", 3);

        RunReport report = run();

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 too large, other:1 too large, top:1 too large");
        assertThat(report.counts()).extractingByKey(new TargetState(0, "ok")).isEqualTo(1);
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failures()).contains("error: app:1 is too large\nit does not fit");
        assertThat(report.toJson().at("/targets/1/state").asText()).isEqualTo("too large");
    }

    @Test
    void aThirdStepWaitsForTheOneBefore() {
        more.add(new MeasureStep());
        tester.cases.put("app:1", List.of(FakeImageTester.failing("bad", "no")));

        RunReport report = run("app");

        assertThat(states(report)).isEqualTo("base:1 ok, app:1 test failed");
        assertThat(eventsOf("app:1")).doesNotContain("measuring");
        assertThat(report.results().get(1).outcomes().values())
                .last()
                .isEqualTo(new Outcome.Blocked(new TargetName("app", "1"), TestStep.ACTIVITY));
    }

    @Test
    void aThirdStepMakesFailFastStop() {
        more.add(new MeasureStep());
        failFast = true;

        RunReport report = run();

        assertThat(report.counts().entrySet().stream().map(count -> count.getKey() + " " + count.getValue()))
                .contains("too large 1", "cancelled 3");
    }

    @Test
    void aThirdStepAloneNeedsNoBuild() {
        builds = false;
        tests = false;
        MeasureStep measure = new MeasureStep();
        more.add(measure);
        measure.heights.put("app:1", 9);

        RunReport report = run("app");

        assertThat(states(report)).isEqualTo("app:1 ok");
        assertThat(report.columns()).containsExactly("HEIGHT");
        assertThat(builder.requests).isEmpty();
    }

    private List<String> eventsOf(String target) {
        List<String> told = new ArrayList<>();
        for (PipelineEvent event : events) {
            if (event instanceof PipelineEvent.Started started
                    && started.target().toString().equals(target)) {
                told.add(started.activity());
            } else if (event instanceof PipelineEvent.Succeeded succeeded
                    && succeeded.target().toString().equals(target)) {
                told.add(succeeded.summary());
            }
        }
        return told;
    }

    @Test
    void progressIsToldFromTheFirstToTheLastTask() {
        fleet.with("images/base/Dockerfile.tmpl", "{! nothing !}\nFROM scratch\nLABEL {=tag.name}=x\n")
                .without("images/base/Dockerfile");
        builder.tells = log -> {
            log.begin(new ImageBuilder.BuilderStep("LABEL 1=x", "build", 2, 3));
            log.begin(new ImageBuilder.BuilderStep("exporting", "", 0, 0));
            log.transfer(new ImageBuilder.BuilderStep("exporting", "", 0, 0), 5, 10);
            log.remark(new ImageBuilder.Remark("it is odd", "see there", 2));
            log.remark(new ImageBuilder.Remark("it is odd", "see there", 2));
        };
        builder.failures.put("app:1", new BuildFailedException("no", Optional.empty(), List.of(), 0));

        run("base", "app");

        PipelineEvent.Task built = new PipelineEvent.Task(new TargetName("base", "1"), "build");
        PipelineEvent.Task failed = new PipelineEvent.Task(new TargetName("app", "1"), "build");
        PipelineEvent.Begun begun = (PipelineEvent.Begun) events.get(0);
        assertThat(begun.tasks().stream().map(PipelineEvent.PlannedTask::task)).contains(built, failed);
        assertThat(begun.tasks())
                .contains(new PipelineEvent.PlannedTask(failed, Set.of(built), Optional.empty()))
                .allMatch(task ->
                        task.expected().isEmpty() || task.expected().get().isZero());
        assertThat(events)
                .contains(
                        new PipelineEvent.Started(built, "building"),
                        new PipelineEvent.Advanced(
                                built.target(), "LABEL 1=x", Optional.of(new PipelineEvent.Position("build", 2, 3))),
                        new PipelineEvent.Advanced(built.target(), "exporting", Optional.empty()),
                        new PipelineEvent.Transferred(built.target(), "exporting", 5, 10));
        assertThat(events)
                .filteredOn(event -> event instanceof PipelineEvent.Warned warned
                        && warned.target().equals(built.target()))
                .singleElement()
                .extracting(event -> ((PipelineEvent.Warned) event).warning().toString())
                .isEqualTo(
                        "images/base/Dockerfile.tmpl:3: it is odd (it is line 2 of dist/base/1/Dockerfile; see there)");
        assertThat(fleet.files("dist").get("base/1/build.log")).containsOnlyOnce("WARNING: it is odd");
        assertThat(events.stream()
                        .filter(PipelineEvent.Ended.class::isInstance)
                        .map(PipelineEvent.Ended.class::cast)
                        .map(ended -> ended.task().step() + " " + ended.task().target() + " " + ended.end() + " "
                                + ended.summary().replaceAll("sha256:.*", "…")))
                .containsExactlyInAnyOrder(
                        "build base:1 SUCCEEDED built …",
                        "build app:1 FAILED ",
                        "archive app:1 BLOCKED the build of app:1 failed",
                        "test app:1 BLOCKED the build of app:1 failed",
                        "archive base:1 SUCCEEDED ");
    }

    @Test
    void wrongInputIsSaidBeforeAnythingIsWritten() {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> run("no-such-image"));
        assertThat(fleet.files("dist")).isEmpty();
        assertThat(builder.requests).isEmpty();
    }

    @Test
    void theReportIsADocumentForPrograms() {
        tester.cases.put("app:1", List.of(FakeImageTester.passing("a"), FakeImageTester.failing("b", "no")));
        fleet.with("images/app/image.yml", "tags: [{name: 1.2.3}]\n").with("images/top/Dockerfile", "FROM app:1.2\n");

        JsonNode json = run("app").toJson();

        assertThat(json.path("apiVersion").asText()).isEqualTo("image-manager/v1");
        assertThat(json.at("/targets/1/target").asText()).isEqualTo("app:1.2.3");
        assertThat(json.at("/targets/1/aliases").toString()).isEqualTo("[\"1\",\"1.2\"]");
        assertThat(json.at("/targets/1/digest").asText()).isEqualTo(digestOf("app:1.2.3"));
        assertThat(json.at("/targets/0/state").asText()).isEqualTo("ok");
        assertThat(json.at("/targets/0/imageBytes").asLong()).isEqualTo(71);
        assertThat(json.at("/targets/0/archiveBytes").asLong()).isEqualTo(71);
    }

    private String digestOf(String target) {
        return store.digest(target).toString();
    }
}
