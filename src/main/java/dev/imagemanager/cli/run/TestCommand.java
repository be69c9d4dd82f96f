package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.SnapshotOption;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.test.TestSteps;
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

    @Mixin
    TestOptions testOptions;

    /** Images are tested by their digest, so it only has to be valid. */
    @Mixin
    SnapshotOption snapshot;

    private final RunExecutor executor;
    private final BuildSteps buildSteps;
    private final TestSteps testSteps;

    @Inject
    TestCommand(RunExecutor executor, BuildSteps buildSteps, TestSteps testSteps) {
        this.executor = executor;
        this.buildSteps = buildSteps;
        this.testSteps = testSteps;
    }

    @Override
    public Integer call() throws InterruptedException {
        snapshot.snapshot();
        return executor.execute(
                program.directory(), options, List.of(testSteps.with(testOptions.settings(), buildSteps.archives())));
    }
}
