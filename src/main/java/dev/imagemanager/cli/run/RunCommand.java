package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.build.ImageArchives;
import dev.imagemanager.pipeline.run.SavedPlan;
import dev.imagemanager.pipeline.sbom.SbomSettings;
import dev.imagemanager.pipeline.sbom.SbomSteps;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.pipeline.test.TestSteps;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "run",
        description = "Generate, build and test targets, each as soon as its parents are built and tested.")
public final class RunCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    RunOptions options;

    @Mixin
    BuildOptions buildOptions;

    @Mixin
    TestOptions testOptions;

    @Option(names = "--keep-going", description = "Build what builds on a target whose test failed, too.")
    boolean keepGoing;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "Build and test only if this plan still holds, which 'plan --output json' wrote.")
    Path plan;

    private final RunExecutor executor;
    private final BuildSteps buildSteps;
    private final TestSteps testSteps;
    private final SbomSteps sbomSteps;

    @Inject
    RunCommand(RunExecutor executor, BuildSteps buildSteps, TestSteps testSteps, SbomSteps sbomSteps) {
        this.executor = executor;
        this.buildSteps = buildSteps;
        this.testSteps = testSteps;
        this.sbomSteps = sbomSteps;
    }

    @Override
    public Integer call() throws InterruptedException {
        Set<Activity> requiredOfParents = keepGoing ? Set.of() : Set.of(TestStep.ACTIVITY);
        ImageArchives archives = buildSteps.archives();
        return executor.execute(
                program.directory(),
                options,
                List.of(
                        buildSteps.with(buildOptions.settings(), requiredOfParents),
                        buildSteps.keeping(archives),
                        testSteps.with(testOptions.settings(buildOptions), archives),
                        sbomSteps.with(new SbomSettings(buildOptions.force, true))),
                Optional.ofNullable(plan).map(file -> SavedPlan.read(file.toAbsolutePath())));
    }
}
