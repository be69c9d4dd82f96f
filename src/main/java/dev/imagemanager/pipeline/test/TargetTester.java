package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.generate.OutputDirectory;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Tests the built images of one fleet and writes the reports. Safe for use by several threads. */
public final class TargetTester {

    private final Fleet fleet;
    private final ImageTester imageTester;
    private final PipelineListener listener;
    private final Platform daemonPlatform;
    private final OutputDirectory output;

    /**
     * Makes sure that there is something to test with.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if there is not
     */
    public TargetTester(Fleet fleet, ImageTester imageTester, PipelineListener listener) {
        this.fleet = fleet;
        this.imageTester = imageTester;
        this.listener = listener;
        this.daemonPlatform = imageTester.connect();
        this.output = new OutputDirectory(fleet.directory());
    }

    /**
     * Tests the image for the platform of the Docker daemon.
     *
     * @throws InputException if the target was not built
     * @throws dev.imagemanager.problem.EnvironmentException if the tests could not be run
     */
    public TestReport test(Target target) throws InterruptedException {
        TargetName name = target.name();
        BuildRecord record = output.content(OutputPaths.buildRecord(name))
                .flatMap(json -> BuildRecord.fromJson(name, json))
                .orElseThrow(() -> notBuilt(name, OutputPaths.archive(name, daemonPlatform, true)));
        Platform platform = testable(record);
        Path archive = OutputPaths.archive(name, platform, record.platforms().size() == 1);
        if (!Files.isRegularFile(fleet.directory().resolve(archive))) {
            throw notBuilt(name, archive);
        }
        TestReport report = imageTester.test(new ImageTester.Request(
                name,
                platform,
                fleet.directory().resolve(archive),
                fleet.directory().resolve(OutputPaths.test(name))));
        output.write(OutputPaths.directory(name).resolve("test-report.json"), report.toJson());
        output.write(OutputPaths.directory(name).resolve("test-report.xml"), report.toJunitXml());
        report.cases().forEach(testCase -> {
            listener.on(new PipelineEvent.Output(name, (testCase.passed() ? "PASS " : "FAIL ") + testCase.name()));
            testCase.errors().forEach(error -> listener.on(new PipelineEvent.Output(name, "     " + error)));
        });
        return report;
    }

    /** Of the platforms that the image was built for; a variant of the processor that only one side names is no matter. */
    private Platform testable(BuildRecord record) {
        return record.platforms().keySet().stream()
                .filter(platform -> platform.os().equals(daemonPlatform.os())
                        && platform.architecture().equals(daemonPlatform.architecture()))
                .min(Comparator.comparing(platform -> !platform.equals(daemonPlatform)))
                .orElseThrow(() -> new InputException(Problem.error("there is no image of " + record.target() + " for "
                                + daemonPlatform + ", which the Docker daemon runs; it was built for "
                                + record.platforms().keySet().stream()
                                        .map(Platform::toString)
                                        .collect(Collectors.joining(", ")))
                        .withHint("build it for the daemon's platform too: image-manager build --platform "
                                + daemonPlatform + " " + record.target())));
    }

    private InputException notBuilt(TargetName target, Path archive) {
        return new InputException(Problem.error("there is no image of " + target + " for " + daemonPlatform + ": "
                        + archive + " does not exist")
                .withHint(
                        fleet.settings().keepArchives()
                                ? "build it first: image-manager build " + target
                                : "the fleet keeps no archives; build and test at once: image-manager run " + target));
    }
}
