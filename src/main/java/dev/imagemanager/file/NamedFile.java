package dev.imagemanager.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that the user named for a result. A regular file is replaced atomically. What a link leads to, a named pipe or a
 * device, such as {@code /dev/stdout}, is written to and stays what it is.
 */
public final class NamedFile {

    private NamedFile() {}

    /**
     * Creates the directory of a file, so that a mistake is found before the work.
     *
     * @throws IOException if it cannot be created, or the file is a directory
     */
    public static void prepare(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
    }

    public static void write(Path file, byte[] content) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            AtomicFile.write(file.toAbsolutePath(), content);
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.write(file, content, StandardOpenOption.WRITE);
        } else {
            Files.write(file, content);
        }
    }
}
