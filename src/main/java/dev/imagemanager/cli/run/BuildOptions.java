package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.SnapshotOption;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for building images. */
public final class BuildOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(names = "--no-cache", description = "Run every step again, even those in the builder's cache.")
    boolean noCache;

    @Option(names = "--force", description = "Build targets that are up to date too.")
    boolean force;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            split = ",",
            description = "Build for these platforms instead of those in the definitions.")
    List<String> platforms = new ArrayList<>();

    @Mixin
    SnapshotOption snapshot;

    BuildSettings settings() {
        return new BuildSettings(
                !noCache, force, platforms.stream().map(this::platform).toList(), snapshot.snapshot());
    }

    private Platform platform(String text) {
        return Platform.find(text)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--platform takes os/architecture, such as linux/arm64, but got '" + text + "'"));
    }
}
