package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.SnapshotOption;
import dev.imagemanager.pipeline.sbom.SbomSettings;
import dev.imagemanager.pipeline.sbom.SbomSteps;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "sbom",
        description = "List the packages in built targets with syft, as SPDX and CycloneDX, for each platform.")
public final class SbomCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    RunOptions options;

    /** Images are scanned by their digest, so it only has to be valid. */
    @Mixin
    SnapshotOption snapshot;

    @Option(names = "--force", description = "Scan targets whose SBOMs are up to date too.")
    boolean force;

    private final RunExecutor executor;
    private final SbomSteps sbomSteps;

    @Inject
    SbomCommand(RunExecutor executor, SbomSteps sbomSteps) {
        this.executor = executor;
        this.sbomSteps = sbomSteps;
    }

    @Override
    public Integer call() throws InterruptedException {
        snapshot.snapshot();
        return executor.execute(program.directory(), options, List.of(sbomSteps.with(new SbomSettings(force, false))));
    }
}
