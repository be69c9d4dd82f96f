package dev.imagemanager.pipeline.test;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.TimeLimit;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tests the built images of one fleet and writes the reports. Safe for use by several threads. */
final class TargetTester implements Step.Execution {

    private final ImageTester.Tester tester;
    private final PipelineListener listener;
    private final SecretMask mask;
    private final OutputDirectory output;
    private final SealedDocuments documents;
    private final BuildRecords records;
    private final StepContext context;

    TargetTester(StepContext context, ImageTester.Tester tester, SealedDocuments documents) {
        this.context = context;
        this.tester = tester;
        this.listener = context.listener();
        this.output = context.output();
        this.documents = documents;
        this.records = new BuildRecords(output, documents, listener);
        this.mask = context.mask();
    }

    @Override
    public Outcome run(Target target) throws InterruptedException {
        BuildRecord record = records.read(target.name()).orElseThrow(() -> notBuilt(target.name()));
        Optional<Platform> platform = testable(record);
        if (platform.isEmpty()) {
            output.remove(OutputPaths.testReport(target.name()));
            output.remove(OutputPaths.junitReport(target.name()));
            return new Outcome.Omitted(notTestable(target, record));
        }
        TestReport report;
        try {
            report = test(target, record, platform.get());
        } catch (TimeLimitException tooSlow) {
            return new Outcome.Failed(
                    ExitCode.FAILED,
                    List.of(limit(target)
                            .exceeded("test of " + target, target.definition().file())),
                    tooSlow.lastLines(),
                    Optional.empty());
        }
        if (report.failed() == 0) {
            return new Outcome.Succeeded(
                    false, report.passed() + (report.passed() == 1 ? " test passed" : " tests passed"), report);
        }
        Problem problem = Problem.error(
                        report.failed() + " of " + report.cases().size() + " tests of " + target + " failed")
                .withHint("see " + OutputPaths.testReport(target.name()));
        return new Outcome.Failed(ExitCode.FAILED, List.of(problem), failures(report), Optional.of(report));
    }

    private TimeLimit limit(Target target) {
        return context.limit(target.definition().limits().test());
    }

    private static List<String> failures(TestReport report) {
        List<String> lines = new ArrayList<>();
        report.cases().stream().filter(testCase -> !testCase.passed()).forEach(testCase -> {
            lines.add(testCase.name());
            testCase.errors().forEach(error -> lines.add("  " + error));
        });
        return lines;
    }

    /** @throws EnvironmentException if the archive is not the image that was built */
    private TestReport test(Target target, BuildRecord record, Platform platform) throws InterruptedException {
        TargetName name = target.name();
        Path archive = OutputPaths.archive(name, platform, record.platforms().size() == 1);
        if (!records.isIntact(record.platforms().get(platform), archive)) {
            throw new EnvironmentException(
                    Problem.error(archive + " was changed or removed before the test of " + name + " began")
                            .withHint("run only one command at a time that writes files of dist"));
        }
        TestReport report = tester.test(new ImageTester.Request(
                        name,
                        platform,
                        record.platforms().get(platform).digest(),
                        output.path(archive),
                        output.path(OutputPaths.test(name)),
                        limit(target).time()))
                .masked(mask::apply);
        output.write(OutputPaths.testReport(name), documents.print(TestReport.KIND, report.toJson()));
        output.write(OutputPaths.junitReport(name), report.toJunitXml());
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
    private Optional<Platform> testable(BuildRecord record) throws InterruptedException {
        Optional<Platform> own = record.platforms().keySet().stream()
                .filter(this::isOfDaemon)
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

    private boolean isOfDaemon(Platform platform) {
        return platform.os().equals(tester.platform().os())
                && platform.architecture().equals(tester.platform().architecture());
    }

    private Problem notTestable(Target target, BuildRecord record) {
        List<Platform> allowed = target.definition().platforms();
        boolean canBeBuilt = allowed.isEmpty() || allowed.stream().anyMatch(this::isOfDaemon);
        return Problem.note(target + " is not tested: it was built for "
                        + record.platforms().keySet().stream()
                                .map(Platform::toString)
                                .collect(Collectors.joining(", "))
                        + ", and the Docker daemon runs " + tester.platform() + ", without emulation for another")
                .withHint(
                        canBeBuilt
                                ? "build it for the daemon's platform too: image-manager build --platform "
                                        + tester.platform() + " " + target
                                : "test it on a machine of that platform, or install QEMU's emulation (binfmt_misc) on the"
                                        + " daemon's machine");
    }

    private InputException notBuilt(TargetName target) {
        return new InputException(Problem.error("there is no image of " + target + " for " + tester.platform()
                        + ": there is no record of its build in " + OutputPaths.buildRecord(target))
                .withHint("build it first: image-manager build " + target));
    }
}
