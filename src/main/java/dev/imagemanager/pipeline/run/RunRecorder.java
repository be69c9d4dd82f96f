package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineEvent.Activity;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.build.TargetBuilder;
import dev.imagemanager.pipeline.schedule.Scheduler.Outcome;
import dev.imagemanager.pipeline.test.TargetTester;
import dev.imagemanager.pipeline.test.TestReport;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.FailedException;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Does the tasks of a run, tells of them and remembers what came of each. */
final class RunRecorder {

    /** How many characters of a step stand in a message; the whole step is in the Dockerfile beside it. */
    private static final int LONGEST_STEP = 100;

    private final Fleet fleet;
    private final Collection<TargetName> targets;
    private final PipelineListener listener;
    private final Map<TargetName, BuildRecord> builds = new ConcurrentHashMap<>();
    private final Map<TargetName, TestReport> tests = new ConcurrentHashMap<>();
    private final Map<TargetName, TargetResult.State> states = new ConcurrentHashMap<>();
    private final Set<ExitCode> failures = EnumSet.noneOf(ExitCode.class);

    RunRecorder(Fleet fleet, Collection<TargetName> targets, PipelineListener listener) {
        this.fleet = fleet;
        this.targets = targets;
        this.listener = listener;
    }

    void build(Target target, TargetBuilder builder) throws InterruptedException {
        long start = System.nanoTime();
        listener.on(new PipelineEvent.Started(target.name(), Activity.BUILD));
        TargetBuilder.Result result = builder.build(target);
        builds.put(target.name(), result.record());
        states.put(target.name(), result.upToDate() ? TargetResult.State.UP_TO_DATE : TargetResult.State.OK);
        listener.on(new PipelineEvent.Succeeded(
                target.name(),
                Activity.BUILD,
                Duration.ofNanos(System.nanoTime() - start),
                result.upToDate() ? "up to date" : "built " + result.record().digest()));
    }

    void test(Target target, TargetTester tester) throws InterruptedException {
        long start = System.nanoTime();
        listener.on(new PipelineEvent.Started(target.name(), Activity.TEST));
        TestReport report = tester.test(target);
        tests.put(target.name(), report);
        states.putIfAbsent(target.name(), TargetResult.State.OK);
        if (report.failed() > 0) {
            throw new FailedException(Problem.error(
                            report.failed() + " of " + report.cases().size() + " tests of " + target + " failed")
                    .withHint("see " + OutputPaths.directory(target.name()).resolve("test-report.json")));
        }
        listener.on(new PipelineEvent.Succeeded(
                target.name(),
                Activity.TEST,
                Duration.ofNanos(System.nanoTime() - start),
                report.passed() + (report.passed() == 1 ? " test passed" : " tests passed")));
    }

    void finished(Task task, Outcome<Task> outcome) {
        if (outcome instanceof Outcome.Failed<Task> failed) {
            states.put(task.target(), stateAfter(task, failed.reason()));
            report(task, failed.reason());
        } else if (outcome instanceof Outcome.Blocked<Task> blocked) {
            if (task.activity() == Activity.BUILD) {
                states.put(task.target(), TargetResult.State.BLOCKED);
                listener.on(
                        new PipelineEvent.Skipped(task.target(), task.activity(), "the " + blocked.by() + " failed"));
            }
        } else if (outcome instanceof Outcome.Cancelled<Task>) {
            states.put(task.target(), TargetResult.State.CANCELLED);
        }
    }

    private void report(Task task, Throwable reason) {
        if (reason instanceof BuildFailedException failure) {
            failures.add(ExitCode.FAILED);
            Problem problem = Problem.error("the build of " + task.target() + " failed"
                    + failure.step().map(step -> " at " + firstLine(step)).orElse("") + ": " + failure.getMessage());
            if (failure.line() > 0) {
                problem = problem.at(new SourceLocation(OutputPaths.dockerfile(task.target()), failure.line(), 0));
            }
            listener.on(new PipelineEvent.Failed(
                    task.target(),
                    task.activity(),
                    problem.withHint("the whole log is in " + OutputPaths.buildLog(task.target())),
                    failure.lastLines()));
        } else if (reason instanceof ImageManagerException failure) {
            failures.add(failure.exitCode());
            List<Problem> problems = new ArrayList<>(failure.problems());
            List<String> details = tests.containsKey(task.target()) ? failedTests(task.target()) : List.of();
            problems.forEach(problem -> listener.on(
                    new PipelineEvent.Failed(task.target(), task.activity(), about(task, problem), details)));
        } else {
            failures.add(ExitCode.BUG);
            listener.on(new PipelineEvent.Failed(
                    task.target(),
                    task.activity(),
                    Problem.error("the " + task + " met a mistake in image-manager: " + reason)
                            .withHint("please report it"),
                    List.of()));
        }
    }

    /** Several targets are worked on at once; a problem of the environment seldom says which one met it. */
    private static Problem about(Task task, Problem problem) {
        boolean isClear = problem.location().isPresent()
                || problem.message().contains(task.target().toString());
        return isClear
                ? problem
                : new Problem(
                        problem.severity(),
                        "the " + task + " failed: " + problem.message(),
                        problem.location(),
                        problem.hint());
    }

    private static String firstLine(String step) {
        String line = step.lines().findFirst().orElse("");
        return line.length() > LONGEST_STEP ? line.substring(0, LONGEST_STEP) + "…" : line;
    }

    private List<String> failedTests(TargetName target) {
        List<String> lines = new ArrayList<>();
        tests.get(target).cases().stream()
                .filter(testCase -> !testCase.passed())
                .forEach(testCase -> {
                    lines.add(testCase.name());
                    testCase.errors().forEach(error -> lines.add("  " + error));
                });
        return lines;
    }

    private static TargetResult.State stateAfter(Task task, Throwable failure) {
        if (task.activity() == Activity.BUILD) {
            return TargetResult.State.BUILD_FAILED;
        }
        return failure instanceof FailedException ? TargetResult.State.TEST_FAILED : TargetResult.State.NOT_TESTED;
    }

    RunReport report(long nanoseconds) {
        List<TargetResult> results = targets.stream()
                .map(name -> new TargetResult(
                        fleet.targets().get(name),
                        states.getOrDefault(name, TargetResult.State.NO_TESTS),
                        Optional.ofNullable(builds.get(name)),
                        Optional.ofNullable(tests.get(name))))
                .toList();
        return new RunReport(results, Duration.ofNanos(nanoseconds), exitCode());
    }

    /** A mistake of ours first, then what the environment did, which may be the reason for the rest. */
    private ExitCode exitCode() {
        for (ExitCode code : List.of(ExitCode.BUG, ExitCode.ENVIRONMENT, ExitCode.INPUT, ExitCode.FAILED)) {
            if (failures.contains(code)) {
                return code;
            }
        }
        return ExitCode.OK;
    }
}
