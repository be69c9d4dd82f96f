package dev.imagemanager.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A file that somebody else may have replaced with a link, a named pipe or a device. Such a file is not opened; a link in
 * the place of a directory is followed.
 */
public final class RegularFile {

    private static final int MEBIBYTE = 1 << 20;

    private RegularFile() {}

    /**
     * Returns the size in bytes; empty if there is no regular file.
     *
     * @throws IOException if it cannot be found out
     */
    public static OptionalLong size(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = attributes(file);
            return attributes.isRegularFile() ? OptionalLong.of(attributes.size()) : OptionalLong.empty();
        } catch (NoSuchFileException missing) {
            return OptionalLong.empty();
        }
    }

    /**
     * @param limit the largest size in bytes, in whole mebibytes
     * @throws RefusedFileException if it is not a regular file, or too large
     * @throws NoSuchFileException if it does not exist
     */
    public static byte[] read(Path file, int limit) throws IOException {
        require(file, "replace it with a regular file");
        try (InputStream content = open(file)) {
            byte[] bytes = content.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new RefusedFileException(
                        "it is larger than " + limit / MEBIBYTE + " MiB", "split it, or remove what is not needed");
            }
            return bytes;
        }
    }

    /**
     * @param hint what to do about something else
     * @throws RefusedFileException if it is not a regular file
     * @throws NoSuchFileException if it does not exist
     */
    public static void require(Path file, String hint) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        if (!attributes.isRegularFile()) {
            throw new RefusedFileException(
                    attributes.isDirectory() ? "it is a directory" : "it is not a regular file", hint);
        }
    }

    /**
     * Opens a file that is known to be a regular file.
     *
     * @throws IOException also if it is a symbolic link
     */
    public static InputStream open(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Checks a file that is opened, and created if necessary, without a change of its content.
     *
     * @throws RefusedFileException if there is a link, a named pipe or something else, or a file that has other names (hard
     *     links), which may be anywhere
     */
    static void requireNoOther(Path file) throws IOException {
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(file, "unix:isRegularFile,nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException missing) {
            return;
        }
        if (!attributes.get("isRegularFile").equals(true)) {
            throw refused(Files.isSymbolicLink(file) ? "it is a symbolic link" : "it is not a regular file");
        }
        if (!attributes.get("nlink").equals(1)) {
            throw refused("it is a hard link to another file");
        }
    }

    private static RefusedFileException refused(String reason) {
        return new RefusedFileException(reason, "remove it; it is created again");
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
