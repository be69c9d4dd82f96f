package dev.imagemanager.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Copies files and folders with their permissions and times. Links are not followed. */
public final class ExactCopy {

    private static final int PERMISSIONS = 07777;

    private ExactCopy() {}

    /** Creates a folder that is to be filled, and the folders above it. */
    public static void startFolder(Path copy) throws IOException {
        Files.createDirectories(copy);
    }

    /** Gives a folder that was filled the permissions and the time of another. */
    public static void finishFolder(FileState folder, Path copy) throws IOException {
        Files.setAttribute(copy, "unix:mode", folder.mode() & PERMISSIONS);
        Files.setLastModifiedTime(copy, FileTime.from(folder.modified(), TimeUnit.NANOSECONDS));
    }

    /** @param modified the time of the copy, in nanoseconds since 1970 */
    public static void file(Path file, Path copy, long modified) throws IOException {
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        Files.setLastModifiedTime(copy, FileTime.from(modified, TimeUnit.NANOSECONDS));
    }

    /**
     * Makes a hard link, or a copy if that is not possible. A hard link of a symbolic link is a symbolic link with the same
     * time.
     */
    public static void link(Path file, Path copy) throws IOException {
        try {
            Files.createLink(copy, file);
        } catch (FileSystemException | UnsupportedOperationException notPossible) {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
