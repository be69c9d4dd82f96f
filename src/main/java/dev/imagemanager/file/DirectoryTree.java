package dev.imagemanager.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A directory and its content. */
public final class DirectoryTree {

    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

    private DirectoryTree() {}

    /**
     * Removes a directory, a file or a link. Links are not followed. Files that another process removes at the same
     * time are ignored.
     *
     * @return whether it existed
     * @throws IOException if something cannot be removed
     */
    public static boolean remove(Path root) throws IOException {
        return remove(root, false);
    }

    /** Removes a directory like {@link #remove}, also if it has directories that their owner cannot write to. */
    public static boolean removeAlsoClosed(Path root) throws IOException {
        return remove(root, true);
    }

    private static boolean remove(Path root, boolean isOpened) throws IOException {
        if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (isOpened) {
                    Files.setPosixFilePermissions(directory, OPEN);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        return true;
    }
}
