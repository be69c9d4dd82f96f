package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.test.TestStep;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(name = "test", description = "Test built targets with container-structure-test in a Docker daemon.")
public final class TestCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    RunOptions options;

    private final RunExecutor executor;
    private final BuildSteps buildSteps;
    private final TestStep testStep;

    @Inject
    TestCommand(RunExecutor executor, BuildSteps buildSteps, TestStep testStep) {
        this.executor = executor;
        this.buildSteps = buildSteps;
        this.testStep = testStep;
    }

    @Override
    public Integer call() throws InterruptedException {
        return executor.execute(program.directory(), options, List.of(buildSteps.archivesFor(testStep), testStep));
    }
}
