package dev.imagemanager.infra.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The control groups of a fleet's containers, all below one parent group. A daemon that is killed leaves them behind,
 * empty (cgroups(7), "Removing a cgroup").
 */
public final class ControlGroups {

    private static final Logger LOG = Logger.getLogger(ControlGroups.class);
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String NO_LIMIT = "max";

    private ControlGroups() {}

    /**
     * The limits of all processes in a control group together.
     *
     * @param memory in bytes
     * @param processes the number of processes and threads
     */
    public record Limits(long memory, long processes) {

        private static final long PROCESSES = 4096;

        /** Returns limits that leave a quarter of the memory of this machine to others. */
        public static Limits leavingTheMachineUsable() {
            long kibibytes = new SystemFiles(Path.of("/"))
                    .lines("/proc/meminfo").stream()
                            .filter(line -> line.startsWith("MemTotal:"))
                            .map(line -> line.replaceAll("[^0-9]", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElseThrow();
            return leavingUsable(kibibytes * 1024);
        }

        /** @param memory of the machine, in bytes */
        public static Limits leavingUsable(long memory) {
            return new Limits(memory / 4 * 3, PROCESSES);
        }
    }

    /**
     * Creates a control group if necessary, and limits it.
     *
     * @throws IOException if the kernel does not allow it
     */
    public static void limit(String name, Limits limits) throws IOException {
        limit(ROOT, name, limits);
    }

    static void limit(Path root, String name, Limits limits) throws IOException {
        if (isVersion2(root)) {
            Files.writeString(root.resolve("cgroup.subtree_control"), "+memory +pids");
        }
        for (Path file : List.of(memoryLimit(root, name), processLimit(root, name))) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(memoryLimit(root, name), Long.toString(limits.memory()));
        Files.writeString(processLimit(root, name), Long.toString(limits.processes()));
    }

    /**
     * Removes the limits of a control group, if it exists.
     *
     * @throws IOException if the kernel does not allow it
     */
    public static void unlimit(String name) throws IOException {
        unlimit(ROOT, name);
    }

    static void unlimit(Path root, String name) throws IOException {
        if (Files.exists(memoryLimit(root, name))) {
            Files.writeString(memoryLimit(root, name), isVersion2(root) ? NO_LIMIT : "-1");
        }
        if (Files.exists(processLimit(root, name))) {
            Files.writeString(processLimit(root, name), NO_LIMIT);
        }
    }

    /** Linux kernel documentation, "Control Group v2", Memory; "Memory Resource Controller" for version 1. */
    private static Path memoryLimit(Path root, String name) {
        return isVersion2(root)
                ? root.resolve(name).resolve("memory.max")
                : root.resolve("memory").resolve(name).resolve("memory.limit_in_bytes");
    }

    /** Linux kernel documentation, "Process Number Controller". */
    private static Path processLimit(Path root, String name) {
        return (isVersion2(root) ? root : root.resolve("pids")).resolve(name).resolve("pids.max");
    }

    private static boolean isVersion2(Path root) {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    /**
     * Removes a control group and the groups below it. Version 2 has one hierarchy, version 1 has one for each
     * controller.
     */
    public static void remove(String name) {
        List<Path> groups = new ArrayList<>(List.of(ROOT.resolve(name)));
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
            hierarchies.forEach(hierarchy -> groups.add(hierarchy.resolve(name)));
        } catch (IOException unreadable) {
            LOG.debug("control groups cannot be listed", unreadable);
        }
        groups.stream().filter(Files::isDirectory).forEach(ControlGroups::removeTree);
    }

    /** Removes only directories; the kernel removes their files. */
    private static void removeTree(Path group) {
        try {
            Files.walkFileTree(group, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException stillInUse) {
            LOG.debugf(stillInUse, "the control group %s stays", group);
        }
    }
}
