package dev.imagemanager.infra.buildkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The client of a BuildKit daemon.
 *
 * @param address of the daemon
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
