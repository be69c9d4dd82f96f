package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Identifies a running daemon whose pid file was removed: by its working directory in the fleet's state, and by an
 * environment variable with its name (proc(5), {@code /proc/PID/cwd} and {@code /proc/PID/environ}).
 */
final class DaemonMark {

    static final String VARIABLE = "IMAGE_MANAGER_SERVICE_OF";

    private static final String DELETED = " (deleted)";

    private final String value;
    private final String name;
    private final List<String> places;

    DaemonMark(ServiceDirectory directory) {
        this.name = directory.name();
        this.value = directory.state().id() + " " + directory.name();
        String place = directory.state().realPath().resolve(directory.name()).toString();
        this.places = List.of(place, place + DELETED);
    }

    String value() {
        return value;
    }

    /** Returns the daemons with this mark, without their child processes, which inherit it. */
    List<ProcessIdentity> find() {
        Set<ProcessHandle> marked =
                ProcessHandle.allProcesses().filter(this::isOn).collect(Collectors.toSet());
        return marked.stream()
                .filter(process -> process.parent().filter(marked::contains).isEmpty())
                .flatMap(process -> ProcessIdentity.of(process.pid()).stream())
                .toList();
    }

    private boolean isOn(ProcessHandle process) {
        Path files = Path.of("/proc", Long.toString(process.pid()));
        try {
            return places.contains(Files.readSymbolicLink(files.resolve("cwd")).toString())
                    && Arrays.stream(new String(Files.readAllBytes(files.resolve("environ")), StandardCharsets.UTF_8)
                                    .split("\0"))
                            .anyMatch(this::isMark);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Ignores the fleet's id, which was another one if the fleet was moved since the start. */
    private boolean isMark(String variable) {
        return variable.startsWith(VARIABLE + "=") && variable.endsWith(" " + name);
    }
}
