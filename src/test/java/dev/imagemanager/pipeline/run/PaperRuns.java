package dev.imagemanager.pipeline.run;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.build.FakeBaseImages;
import dev.imagemanager.pipeline.build.FakeImageStore;
import dev.imagemanager.pipeline.build.FakeRemotes;
import dev.imagemanager.pipeline.build.ImageArchives;
import dev.imagemanager.pipeline.build.RecordingImageBuilder;
import dev.imagemanager.pipeline.cache.FakeLayerCache;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.services.FakeServices;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.test.FakeImageTester;
import dev.imagemanager.pipeline.test.FakeTestMemory;
import dev.imagemanager.pipeline.test.TestSettings;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.pipeline.test.TestSteps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a fleet on paper, with a builder, registries and a Docker daemon on paper. */
public abstract class PaperRuns {

    @TempDir
    protected Path directory;

    protected TestFleet fleet;
    protected final FakeImageStore store = new FakeImageStore();
    protected final RecordingImageBuilder builder = new RecordingImageBuilder(store);
    final FakeLayerCache layerCache = new FakeLayerCache();
    protected final FakeImageTester tester = new FakeImageTester();
    protected final FakeTestMemory memory = new FakeTestMemory();
    protected final List<PipelineEvent> events = Collections.synchronizedList(new ArrayList<>());

    protected boolean builds = true;
    protected boolean tests = true;
    TargetFilter filter = TargetFilter.all();
    Optional<Path> trace = Optional.empty();
    boolean onlyFailed;
    boolean failFast;
    Optional<Duration> timeLimit = Optional.empty();
    boolean keepGoing;
    final List<Step> more = new ArrayList<>();
    final FakeEnvironment environment = new FakeEnvironment();
    TestSettings testSettings = new TestSettings(false);
    BuildSettings settings = new BuildSettings(true, false, List.of());

    @BeforeEach
    void makeFleet() {
        fleet = new TestFleet(directory);
        image("base", "FROM scratch");
        image("app", "FROM base:1");
        image("top", "FROM app:1");
        image("other", "FROM scratch");
        fleet.with("images/app/test.yml", "schemaVersion: 2.0.0\n")
                .with("images/other/test.yml", "schemaVersion: 2.0.0\n");
    }

    protected void image(String name, String dockerfile) {
        fleet.with("images/" + name + "/image.yml", "tags: [{name: '1'}]\n")
                .with("images/" + name + "/Dockerfile", dockerfile + "\n");
    }

    protected FleetRunner runner() {
        return new FleetRunner(
                fleet.generator(),
                FakeServices.provider(fleet.loader()),
                FakeServices.locator(fleet.loader()),
                fleet.mask(),
                TestSeals.documents());
    }

    protected BuildSteps buildSteps() {
        return new BuildSteps(
                builder,
                store,
                new FakeBaseImages(),
                new FakeRemotes(),
                new FakeRemotes(),
                new FakeRemotes(),
                layerCache,
                TestSeals.documents(),
                environment);
    }

    protected TestSteps testSteps() {
        return new TestSteps(tester, memory, TestSeals.documents());
    }

    private RunRequest request(String... targets) {
        List<Step> steps = new ArrayList<>();
        BuildSteps buildSteps = buildSteps();
        ImageArchives archives = buildSteps.archives();
        if (builds) {
            steps.add(buildSteps.with(settings, keepGoing ? Set.of() : Set.of(TestStep.ACTIVITY)));
            steps.add(buildSteps.keeping(archives));
        }
        if (tests) {
            steps.add(testSteps().with(testSettings, archives));
        }
        steps.addAll(more);
        return new RunRequest(
                directory,
                new TargetSelector(List.of(targets), false, false),
                onlyFailed ? filter.and(new FailedTargets(TestSeals.documents()).of(steps)) : filter,
                steps,
                1,
                failFast,
                timeLimit,
                trace,
                Optional.empty());
    }

    protected RunReport run(String... targets) {
        try {
            return runner().run(request(targets), events::add);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @return what is said of the tests of targets: target, action, reasons */
    List<String> plannedTests() {
        return planned(TestStep.ACTIVITY);
    }

    /** @return what is said of one kind of work: target, action, reasons */
    List<String> planned(Activity activity) {
        try {
            return runner().plan(request(), events::add).work().stream()
                    .filter(item -> item.activity().equals(activity))
                    .map(item ->
                            item.target() + " " + item.action() + (item.why().isEmpty() ? "" : ": " + item.why()))
                    .toList();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String states(RunReport report) {
        return report.results().stream()
                .map(result -> result.target() + " " + result.state())
                .collect(Collectors.joining(", "));
    }

    protected String failures() {
        return events.stream()
                .filter(PipelineEvent.Failed.class::isInstance)
                .map(PipelineEvent.Failed.class::cast)
                .map(failed -> failed.problem().isError()
                        ? fleet.shown(List.of(failed.problem())) + String.join("\n", failed.details())
                        : "")
                .collect(Collectors.joining("\n"));
    }

    String notes() {
        return fleet.shown(events.stream()
                        .filter(PipelineEvent.Noted.class::isInstance)
                        .map(event -> ((PipelineEvent.Noted) event).problem())
                        .toList())
                .strip();
    }
}
