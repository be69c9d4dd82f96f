package dev.imagemanager.infra.buildkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates command lines of {@code buildctl} for one BuildKit daemon.
 *
 * @param address of the daemon, as in {@code BUILDKIT_HOST}
 */
record Buildctl(Path program, String address) {

    List<String> command(String... arguments) {
        return command(List.of(arguments));
    }

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--addr", address));
        command.addAll(arguments);
        return command;
    }
}
