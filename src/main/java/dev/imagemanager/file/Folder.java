package dev.imagemanager.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks into folders, checks that they are folders, and creates those that only the user can enter. */
public final class Folder {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private Folder() {}

    /** Returns what is in a folder, sorted by name, without a look at what it is. */
    public static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        Collections.sort(entries);
        return entries;
    }

    /**
     * Checks that a folder is one, or that there is nothing in its place.
     *
     * @return whether there is a folder
     * @param shown the path in messages
     * @throws RefusedFileException if there is a symbolic link, also one to a folder, or a file
     * @throws IOException if it cannot be found out
     */
    public static boolean requireNothingElse(Path folder, Path shown) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException missing) {
            return false;
        }
        if (attributes.isSymbolicLink()) {
            throw new RefusedFileException(
                    shown + " is a symbolic link", "remove the link: files are not written or read through it");
        }
        if (!attributes.isDirectory()) {
            throw new RefusedFileException(shown + " is not a directory", "remove or rename it");
        }
        return true;
    }

    /**
     * Creates a folder, unless it exists, and returns its real path; empty if it cannot be created, belongs to another user,
     * or if others can enter it.
     */
    public static Optional<Path> ofThisUser(Path folder) {
        try {
            Files.createDirectories(folder.getParent());
            if (Files.notExists(folder)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
            }
            Path real = folder.toRealPath();
            boolean isUsable = CurrentUser.owns(real)
                    && Files.getPosixFilePermissions(real).equals(PRIVATE)
                    && Files.isWritable(real);
            return isUsable ? Optional.of(real) : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        }
    }
}
