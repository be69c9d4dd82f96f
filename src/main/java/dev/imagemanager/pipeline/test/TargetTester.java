package dev.imagemanager.pipeline.test;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
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

    private final Fleet fleet;
    private final ImageTester.Tester tester;
    private final PipelineListener listener;
    private final SecretMask mask;
    private final OutputDirectory output;
    private final SealedDocuments documents;
    private final BuildRecords records;

    TargetTester(StepContext context, ImageTester.Tester tester, SealedDocuments documents) {
        this.fleet = context.fleet().fleet();
        this.tester = tester;
        this.listener = context.listener();
        this.output = context.output();
        this.documents = documents;
        this.records = new BuildRecords(output, documents, listener);
        this.mask = context.mask();
    }

    @Override
    public Outcome run(Target target) throws InterruptedException {
        TestReport report = test(target);
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

    /**
     * Tests the image for the platform of the Docker daemon.
     *
     * @throws InputException if the target was not built
     */
    private TestReport test(Target target) throws InterruptedException {
        TargetName name = target.name();
        BuildRecord record = records.read(name)
                .orElseThrow(
                        () -> notBuilt(name, "there is no record of its build in " + OutputPaths.buildRecord(name)));
        Platform platform = testable(record);
        Path archive = OutputPaths.archive(name, platform, record.platforms().size() == 1);
        if (output.size(archive).isEmpty()) {
            throw notBuilt(name, archive + " does not exist");
        }
        if (!records.isIntact(record.platforms().get(platform), archive)) {
            throw noImage(
                    name,
                    archive + " is not the archive that its last build wrote",
                    "build it again: image-manager build --force " + name);
        }
        TestReport report = tester.test(new ImageTester.Request(
                        name,
                        platform,
                        record.platforms().get(platform).digest(),
                        output.path(archive),
                        output.path(OutputPaths.test(name))))
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
     * Returns the image's platform that the daemon can run. Ignores a processor variant that only one side specifies.
     */
    private Platform testable(BuildRecord record) {
        return record.platforms().keySet().stream()
                .filter(platform -> platform.os().equals(tester.platform().os())
                        && platform.architecture().equals(tester.platform().architecture()))
                .min(Comparator.comparing(platform -> !platform.equals(tester.platform())))
                .orElseThrow(() -> new InputException(Problem.error("there is no image of " + record.target() + " for "
                                + tester.platform() + ", which the Docker daemon runs; it was built for "
                                + record.platforms().keySet().stream()
                                        .map(Platform::toString)
                                        .collect(Collectors.joining(", ")))
                        .withHint("build it for the daemon's platform too: image-manager build --platform "
                                + tester.platform() + " " + record.target())));
    }

    private InputException notBuilt(TargetName target, String reason) {
        return noImage(
                target,
                reason,
                fleet.settings().keepArchives()
                        ? "build it first: image-manager build " + target
                        : "the fleet does not keep archives; build and test in one command: image-manager run "
                                + target);
    }

    private InputException noImage(TargetName target, String reason, String hint) {
        return new InputException(
                Problem.error("there is no image of " + target + " for " + tester.platform() + ": " + reason)
                        .withHint(hint));
    }
}
