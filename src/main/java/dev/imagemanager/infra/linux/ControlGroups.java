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

    private ControlGroups() {}

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
