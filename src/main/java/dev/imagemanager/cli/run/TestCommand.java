package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.build.BuildSettings;
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

    @Inject
    TestCommand(RunExecutor executor) {
        this.executor = executor;
    }

    @Override
    public Integer call() throws InterruptedException {
        return executor.execute(program.directory(), options, false, true, new BuildSettings(true, false, List.of()));
    }
}
