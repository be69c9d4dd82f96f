package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Platform;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.generate.OutputDirectory;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.rendering.FilePaths;
import java.nio.file.Files;
import java.nio.file.Path;

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
        Path forOnlyPlatform = FilePaths.archive(name, daemonPlatform, true);
        Path amongOthers = FilePaths.archive(name, daemonPlatform, false);
        Path archive = exists(forOnlyPlatform) ? forOnlyPlatform : amongOthers;
        if (!exists(archive)) {
            throw new InputException(Problem.error("there is no image of " + name + " for " + daemonPlatform + ": "
                            + forOnlyPlatform + " does not exist")
                    .withHint("build it first: image-manager build " + name));
        }
        TestReport report = imageTester.test(new ImageTester.Request(
                name,
                daemonPlatform,
                fleet.directory().resolve(archive),
                fleet.directory().resolve(FilePaths.test(name))));
        output.write(FilePaths.directory(name).resolve("test-report.json"), report.toJson());
        output.write(FilePaths.directory(name).resolve("test-report.xml"), report.toJunitXml());
        report.cases().forEach(testCase -> {
            listener.on(new PipelineEvent.Output(name, (testCase.passed() ? "PASS " : "FAIL ") + testCase.name()));
            testCase.errors().forEach(error -> listener.on(new PipelineEvent.Output(name, "     " + error)));
        });
        return report;
    }

    private boolean exists(Path file) {
        return Files.isRegularFile(fleet.directory().resolve(file));
    }
}
