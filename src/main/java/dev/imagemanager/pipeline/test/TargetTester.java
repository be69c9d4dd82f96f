package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.TimeLimit;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Executes the plan of tests and writes the reports. Safe for use by several threads. */
final class TargetTester implements Step.Execution {

    private final TestInputs inputs;
    private final Map<TargetName, TestDecision> planned;
    private final PipelineListener listener;
    private final OutputDirectory output;

    TargetTester(TestInputs inputs, Map<TargetName, TestDecision> planned) {
        this.inputs = inputs;
        this.planned = Map.copyOf(planned);
        this.listener = inputs.context().listener();
        this.output = inputs.context().output();
    }

    @Override
    public boolean hasWork(Target target) {
        return PlannedTests.mayBeTested(planned.get(target.name()));
    }

    @Override
    public Outcome run(Target target) throws InterruptedException {
        BuildRecord record = inputs.built().read(target.name()).orElseThrow(() -> notBuilt(target.name()));
        TestDecision decision = decide(target, record.images());
        if (decision instanceof TestDecision.UpToDate upToDate) {
            return upToDate(upToDate);
        }
        ImageTester.Tester tester = inputs.daemon().connected();
        Optional<Platform> platform = testable(record, tester);
        if (platform.isEmpty()) {
            inputs.records().remove(target.name());
            return new Outcome.Omitted(notTestable(target, record, tester.platform()));
        }
        if (!(decision instanceof TestDecision.Test test && test.platform().equals(platform))
                && inputs.planner().decide(target, platform.get(), digest(record, platform.get()))
                        instanceof TestDecision.UpToDate upToDate) {
            return upToDate(upToDate);
        }
        try {
            return outcome(target, test(target, record, platform.get(), tester));
        } catch (TimeLimitException tooSlow) {
            return new Outcome.Failed(
                    ExitCode.FAILED,
                    List.of(limit(target)
                            .exceeded("test of " + target, target.definition().file())),
                    tooSlow.lastLines(),
                    Optional.empty());
        }
    }

    private TimeLimit limit(Target target) {
        return inputs.context().limit(target.definition().limits().test());
    }

    private static Digest digest(BuildRecord record, Platform platform) {
        return record.platforms().get(platform).digest();
    }

    /** Decides again if the image is another one than the plan was made for. */
    private TestDecision decide(Target target, Map<Platform, Digest> images) throws InterruptedException {
        TestDecision decision = planned.get(target.name());
        if (decision instanceof TestDecision.UpToDate upToDate) {
            TestReport report = upToDate.record().report();
            return report.digest().equals(images.get(report.platform()))
                    ? decision
                    : inputs.planner().decide(target, images);
        }
        return decision instanceof TestDecision.Test
                ? decision
                : inputs.planner().decide(target, images);
    }

    private Outcome upToDate(TestDecision.UpToDate decision) {
        TestRecord record = decision.record();
        if (decision.isRemembered()
                || !inputs.records().isComplete(record.report().target())) {
            inputs.records().write(record);
        }
        return new Outcome.Succeeded(
                true,
                decision.isRemembered() ? "tests up to date: the build registry has the report" : "tests up to date",
                record.report());
    }

    private static Outcome outcome(Target target, TestReport report) {
        if (report.failed() == 0) {
            return new Outcome.Succeeded(
                    false, report.passed() + (report.passed() == 1 ? " test passed" : " tests passed"), report);
        }
        Problem problem = Problem.error(
                        report.failed() + " of " + report.cases().size() + " tests of " + target + " failed")
                .withHint("see " + OutputPaths.testReport(target.name()));
        return new Outcome.Failed(ExitCode.FAILED, List.of(problem), failures(report), Optional.of(report));
    }

    private static List<String> failures(TestReport report) {
        List<String> lines = new ArrayList<>();
        report.cases().stream().filter(testCase -> !testCase.passed()).forEach(testCase -> {
            lines.add(testCase.name());
            testCase.errors().forEach(error -> lines.add("  " + error));
        });
        return lines;
    }

    private TestReport test(Target target, BuildRecord record, Platform platform, ImageTester.Tester tester)
            throws InterruptedException {
        TargetName name = target.name();
        // What was is no result of a test that is broken off.
        inputs.records().remove(name);
        TestReport report = tester.test(new ImageTester.Request(
                        name,
                        platform,
                        digest(record, platform),
                        () -> output.path(inputs.archives().require(inputs.context(), name, platform)),
                        output.path(OutputPaths.test(name)),
                        limit(target).time()))
                .masked(inputs.context().mask()::apply);
        TestRecord result = new TestRecord(report, inputs.planner().key(target, platform, report.digest()));
        inputs.records().write(result);
        inputs.remembered().keep(result);
        report.cases().forEach(testCase -> {
            listener.on(new PipelineEvent.Output(name, (testCase.passed() ? "PASS " : "FAIL ") + testCase.name()));
            testCase.errors().forEach(error -> listener.on(new PipelineEvent.Output(name, "     " + error)));
        });
        return report;
    }

    /**
     * Returns the image's platform that the daemon can run, by its processor if possible. Ignores a processor variant that
     * only one side specifies.
     */
    private static Optional<Platform> testable(BuildRecord record, ImageTester.Tester tester)
            throws InterruptedException {
        Optional<Platform> own = record.platforms().keySet().stream()
                .filter(platform -> platform.isSameMachine(tester.platform()))
                .min(Comparator.comparing(platform -> !platform.equals(tester.platform())));
        if (own.isPresent()) {
            return own;
        }
        for (Platform platform : record.platforms().keySet()) {
            if (tester.runs(platform)) {
                return Optional.of(platform);
            }
        }
        return Optional.empty();
    }

    private static Problem notTestable(Target target, BuildRecord record, Platform ofDaemon) {
        List<Platform> allowed = target.definition().platforms();
        boolean canBeBuilt =
                allowed.isEmpty() || allowed.stream().anyMatch(platform -> platform.isSameMachine(ofDaemon));
        return Problem.note(target + " is not tested: it was built for "
                        + record.platforms().keySet().stream()
                                .map(Platform::toString)
                                .collect(Collectors.joining(", "))
                        + ", and the Docker daemon runs " + ofDaemon + ", without emulation for another")
                .withHint(
                        canBeBuilt
                                ? "build it for the daemon's platform too: image-manager build --platform " + ofDaemon
                                        + " " + target
                                : "test it on a machine of that platform, or install QEMU's emulation (binfmt_misc) on the"
                                        + " daemon's machine");
    }

    private static InputException notBuilt(TargetName target) {
        return new InputException(Problem.error("there is no image of " + target
                        + ": there is no record of its build in " + OutputPaths.buildRecord(target))
                .withHint("build it first: image-manager build " + target));
    }

    @Override
    public void finish() {
        inputs.daemon().finish();
        inputs.archives().finish(inputs.context());
    }
}
