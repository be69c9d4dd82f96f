package dev.imagemanager.cli.progress;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineEvent.End;
import dev.imagemanager.pipeline.PipelineEvent.PlannedTask;
import dev.imagemanager.pipeline.PipelineEvent.Position;
import dev.imagemanager.pipeline.PipelineEvent.Task;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The events of a run of three targets with texts of a stranger: one builds, one fails, one waits for it in vain. */
final class SampleRun {

    static final TargetName BASE = new TargetName("base", "1");
    static final TargetName APP = new TargetName("app", "1.0");
    static final TargetName TOP = new TargetName("top", "2");

    /** What begins commands of the CI systems. */
    static final String HOSTILE = "::error::x ##[warning]y \u001B[0Ksection_start:1:z\r\u001B[0Kw";

    private static final Task BUILD_BASE = new Task(BASE, "build");
    private static final Task TEST_BASE = new Task(BASE, "test");
    private static final Task BUILD_APP = new Task(APP, "build");
    private static final Task BUILD_TOP = new Task(TOP, "build");

    private SampleRun() {}

    static List<PipelineEvent> events() {
        Optional<Duration> unknown = Optional.empty();
        return List.of(
                new PipelineEvent.Noted(Problem.note("by the way")),
                new PipelineEvent.ServiceStarted("registry", "process", "localhost:5050"),
                new PipelineEvent.Begun(
                        List.of(
                                new PlannedTask(BUILD_BASE, Set.of(), Optional.of(Duration.ofSeconds(2))),
                                new PlannedTask(TEST_BASE, Set.of(BUILD_BASE), unknown),
                                new PlannedTask(BUILD_APP, Set.of(BUILD_BASE), unknown),
                                new PlannedTask(BUILD_TOP, Set.of(BUILD_APP), unknown)),
                        2),
                new PipelineEvent.Started(BUILD_BASE, "building"),
                new PipelineEvent.Output(BASE, "[internal] load build definition", true),
                new PipelineEvent.Advanced(BASE, "FROM debian", Optional.of(new Position("", 1, 2))),
                new PipelineEvent.Transferred(BASE, "FROM debian", 1_500_000, 28_200_000),
                new PipelineEvent.Transferred(BASE, "FROM debian", 2_500_000, 0),
                new PipelineEvent.Output(BASE, "[1/2] FROM debian"),
                new PipelineEvent.Output(BASE, "  " + HOSTILE),
                new PipelineEvent.Warned(
                        BASE,
                        Problem.warning("JSONArgsRecommended: JSON arguments recommended for CMD, 100%: " + HOSTILE)
                                .at(new SourceLocation(Path.of("images/base/Dockerfile.tmpl"), 4, 0))
                                .withHint("it is line 6 of dist/base/1/Dockerfile")),
                new PipelineEvent.Advanced(BASE, "exporting to image", Optional.empty()),
                new PipelineEvent.Succeeded(
                        BASE, Duration.ofMillis(2100), "built sha256:" + "0123456789abcdef".repeat(4)),
                new PipelineEvent.Ended(
                        BUILD_BASE,
                        End.SUCCEEDED,
                        Duration.ofMillis(2100),
                        "built sha256:" + "0123456789abcdef".repeat(4)),
                new PipelineEvent.Started(TEST_BASE, "testing"),
                new PipelineEvent.Started(BUILD_APP, "building"),
                new PipelineEvent.Output(APP, "[2/2] RUN make"),
                new PipelineEvent.Output(BASE, "PASS it greets"),
                new PipelineEvent.Output(APP, "  make: *** no rule"),
                new PipelineEvent.Succeeded(BASE, Duration.ofMillis(400), "1 test passed"),
                new PipelineEvent.Ended(TEST_BASE, End.SUCCEEDED, Duration.ofMillis(400), "1 test passed"),
                new PipelineEvent.Failed(
                        APP,
                        Problem.error("the build of app:1.0 failed at [2/2] RUN make: exit code: 2")
                                .at(new SourceLocation(Path.of("images/app/Dockerfile.tmpl"), 2, 0))
                                .withHint("the full log is in dist/app/1.0/build.log"),
                        List.of("make: *** no rule", HOSTILE)),
                new PipelineEvent.Ended(BUILD_APP, End.FAILED, Duration.ofMillis(900), ""),
                new PipelineEvent.Skipped(TOP, "not built", "the build of app:1.0 failed"),
                new PipelineEvent.Ended(BUILD_TOP, End.BLOCKED, Duration.ZERO, "the build of app:1.0 failed"));
    }
}
