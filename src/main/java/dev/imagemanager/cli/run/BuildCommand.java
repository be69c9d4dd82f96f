package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.run.SavedPlan;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "build",
        description =
                "Build targets and what they build on, in the order of their dependencies; push them to the build registry.")
public final class BuildCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    RunOptions options;

    @Mixin
    BuildOptions buildOptions;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "Build only if this plan still holds, which 'plan --output json' wrote.")
    Path plan;

    private final RunExecutor executor;
    private final BuildSteps buildSteps;

    @Inject
    BuildCommand(RunExecutor executor, BuildSteps buildSteps) {
        this.executor = executor;
        this.buildSteps = buildSteps;
    }

    @Override
    public Integer call() throws InterruptedException {
        return executor.execute(
                program.directory(),
                options,
                List.of(buildSteps.with(buildOptions.settings()), buildSteps.keeping(buildSteps.archives())),
                Optional.ofNullable(plan).map(file -> SavedPlan.read(file.toAbsolutePath())));
    }
}
