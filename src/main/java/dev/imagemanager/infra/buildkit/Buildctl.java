package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.pipeline.build.ProxyArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates command lines of {@code buildctl} for one BuildKit daemon.
 *
 * @param address of the daemon, as in {@code BUILDKIT_HOST}
 */
record Buildctl(Path program, String address) {

    /** What buildctl and the credential helpers that it starts may need. */
    static final PassedVariables VARIABLES = PassedVariables.USUAL
            .and(ProxyArguments.NAMES)
            .and(PassedVariables.CREDENTIAL_HELPERS)
            .and(List.of("BUILDCTL_", "OTEL_"));

    List<String> command(String... arguments) {
        return command(List.of(arguments));
    }

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--addr", address));
        command.addAll(arguments);
        return command;
    }
}
