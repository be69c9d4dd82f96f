package dev.imagemanager.infra.process;

import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A temporary directory that only this user can access. Closing it deletes it. It may contain credentials, so the first
 * one that a program creates also removes those that killed programs of this user left. A file in it is locked as long as
 * its program lives, since process ids are not unique where containers share a directory.
 */
public final class TemporaryDirectory implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TemporaryDirectory.class);
    private static final String PREFIX = "image-manager-";
    private static final String LOCK = "lock";
    private static final String NEW_LOCK = "lock.new";
    private static final String CONTENT = "content";

    private static boolean isFirst = true;

    private final Path root;
    private final FileChannel lock;

    private TemporaryDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** @throws EnvironmentException if it cannot be created */
    public static synchronized TemporaryDirectory create() {
        Path parent = UserDirectories.temporary();
        try {
            TemporaryDirectory created = create(parent);
            if (isFirst) {
                isFirst = false;
                created.removeLeftovers();
            }
            return created;
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot create a temporary directory: " + FailureReason.of(failure))
                            .withHint(
                                    Files.isDirectory(parent)
                                            ? "check the free space and the permissions of " + parent
                                            : parent
                                                    + " does not exist; create it, or set TMPDIR to another directory"),
                    failure);
        }
    }

    static TemporaryDirectory create(Path parent) throws IOException {
        Path root = Files.createTempDirectory(parent, PREFIX);
        Path newLock = root.resolve(NEW_LOCK);
        FileChannel lock = FileChannel.open(newLock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        // Other programs only see a lock that is held.
        Files.move(newLock, root.resolve(LOCK));
        Files.createDirectory(root.resolve(CONTENT));
        return new TemporaryDirectory(root, lock);
    }

    /**
     * Removes the directories of programs that have ended. Leaves other names and those of other users alone. This must be
     * the only directory of its program, since the locks of a process on a file end whenever it closes that file.
     */
    void removeLeftovers() {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(root.getParent(), PREFIX + "*")) {
            for (Path candidate : candidates) {
                if (!candidate.equals(root) && isOwn(candidate)) {
                    removeUnlessLocked(candidate);
                }
            }
        } catch (DirectoryIteratorException | IOException failure) {
            LOG.debug("directories of programs that were killed cannot be looked for", failure);
        }
    }

    private static boolean isOwn(Path candidate) throws IOException {
        try {
            return Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
                    && CurrentUser.owns(candidate)
                    && Files.isRegularFile(candidate.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    private static void removeUnlessLocked(Path leftover) {
        try (FileChannel channel =
                FileChannel.open(leftover.resolve(LOCK), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            FileLock free = channel.tryLock();
            if (free != null) {
                DirectoryTree.remove(leftover);
            }
        } catch (IOException failure) {
            LOG.debugf(failure, "%s, which a program that was killed left, cannot be removed", leftover);
        }
    }

    public Path path() {
        return root.resolve(CONTENT);
    }

    public Path resolve(String name) {
        return path().resolve(name);
    }

    @Override
    public void close() {
        try (lock) {
            DirectoryTree.remove(root);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
