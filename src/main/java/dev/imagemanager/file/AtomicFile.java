package dev.imagemanager.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file that is replaced atomically: the new content is written to a partial file with a random name in the same
 * directory, and renamed when it is complete. Readers see the old or the new content.
 */
public final class AtomicFile implements AutoCloseable {

    static final String ENDING = ".partial";

    /** Reduced by the umask of the process. */
    private static final Set<PosixFilePermission> USUAL = PosixFilePermissions.fromString("rw-rw-rw-");

    private final Path file;
    private final Path partial;
    private boolean isCommitted;

    private AtomicFile(Path file, Path partial) {
        this.file = file;
        this.partial = partial;
    }

    /** Starts to replace a file. Creates its directory if necessary. */
    public static AtomicFile replacing(Path file) throws IOException {
        return replacing(file, USUAL);
    }

    /** @param permissions of the new file, reduced by the umask of the process */
    public static AtomicFile replacing(Path file, Set<PosixFilePermission> permissions) throws IOException {
        try {
            return new AtomicFile(file, createPartial(file, permissions));
        } catch (NoSuchFileException withoutDirectory) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new AtomicFile(file, createPartial(file, permissions));
        }
    }

    private static Path createPartial(Path file, Set<PosixFilePermission> permissions) throws IOException {
        return Files.createTempFile(
                file.toAbsolutePath().getParent(),
                prefix(file),
                ENDING,
                PosixFilePermissions.asFileAttribute(permissions));
    }

    private static String prefix(Path file) {
        return "." + file.getFileName() + ".";
    }

    /** Replaces the content of a file. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, USUAL);
    }

    /** @param permissions of the new file, reduced by the umask of the process */
    public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        try (AtomicFile replacement = replacing(file, permissions)) {
            Files.write(replacement.partial, content);
            replacement.commit();
        }
    }

    /** Returns the file to write the new content to; it is empty at first. */
    public Path partial() {
        return partial;
    }

    /** Replaces the file with the partial file. */
    public void commit() throws IOException {
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        isCommitted = true;
    }

    /** Removes the partial file unless it was committed. */
    @Override
    public void close() throws IOException {
        if (!isCommitted) {
            Files.deleteIfExists(partial);
        }
    }

    /** Returns whether a file has the name of a partial file. */
    public static boolean isPartial(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(ENDING);
    }

    /** Returns the partial files of a file that killed programs left. */
    public static List<Path> leftovers(Path file) throws IOException {
        String prefix = prefix(file);
        return leftoversIn(file.toAbsolutePath().getParent()).stream()
                .filter(partial -> partial.getFileName().toString().startsWith(prefix))
                .toList();
    }

    /** Returns the partial files in a directory that killed programs left; none if something else is in its place. */
    public static List<Path> leftoversIn(Path directory) throws IOException {
        // Java opens a directory to list it, and a named pipe would not be open until another program opens it.
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> partial = Files.newDirectoryStream(directory, AtomicFile::isPartial)) {
            partial.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        return found;
    }
}
