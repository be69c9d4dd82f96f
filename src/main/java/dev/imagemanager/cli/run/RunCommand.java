package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.test.TestStep;
import jakarta.inject.Inject;
import java.util.List;
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

    @Option(names = "--keep-going", description = "Build what builds on a target whose test failed, too.")
    boolean keepGoing;

    private final RunExecutor executor;
    private final BuildSteps buildSteps;
    private final TestStep testStep;

    @Inject
    RunCommand(RunExecutor executor, BuildSteps buildSteps, TestStep testStep) {
        this.executor = executor;
        this.buildSteps = buildSteps;
        this.testStep = testStep;
    }

    @Override
    public Integer call() throws InterruptedException {
        Set<Activity> requiredOfParents = keepGoing ? Set.of() : Set.of(TestStep.ACTIVITY);
        return executor.execute(
                program.directory(),
                options,
                List.of(
                        buildSteps.with(buildOptions.settings(), requiredOfParents),
                        buildSteps.archivesAndThoseFor(testStep),
                        testStep));
    }
}
