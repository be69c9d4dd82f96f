package dev.imagemanager.infra.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Finds the processes that listen on ports of this machine, using {@code /proc} (proc(5)). */
public final class ListeningProcesses {

    /** {@code TCP_LISTEN} in the {@code st} column of {@code /proc/net/tcp}. */
    private static final String LISTENS = "0A";

    private static final int COLUMN_ADDRESS = 1;
    private static final int COLUMN_STATE = 3;
    private static final int COLUMN_INODE = 9;

    private final SystemFiles files;
    private final IntPredicate isFree;

    public ListeningProcesses() {
        this(new SystemFiles(Path.of("/")), LocalPorts::isFree);
    }

    public ListeningProcesses(SystemFiles files, IntPredicate isFree) {
        this.files = files;
        this.isFree = isFree;
    }

    public boolean isFree(int port) {
        return isFree.test(port);
    }

    /** Returns the name and id of the process that listens on a port; empty if unknown. */
    public Optional<String> ownerOf(int port) {
        return pidOf(port).map(pid -> {
            String name =
                    files.lines("/proc/" + pid + "/comm").stream().findFirst().orElse("a process");
            return name + " (process " + pid + ")";
        });
    }

    /** Returns only the process id. */
    Optional<Long> pidOf(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : files.lines(table)) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > COLUMN_INODE
                        && columns[COLUMN_STATE].equals(LISTENS)
                        && columns[COLUMN_ADDRESS].endsWith(String.format(Locale.ROOT, ":%04X", port))) {
                    sockets.add("socket:[" + columns[COLUMN_INODE] + "]");
                }
            }
        }
        return sockets.isEmpty() ? Optional.empty() : processWithOneOf(sockets);
    }

    private Optional<Long> processWithOneOf(Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(files.path("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (hasOneOf(sockets, process.resolve("fd"))) {
                    return Optional.of(Long.valueOf(process.getFileName().toString()));
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Returns false for processes of other users, whose descriptors cannot be read. */
    private static boolean hasOneOf(Set<String> sockets, Path descriptors) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return false;
        }
        return false;
    }
}
