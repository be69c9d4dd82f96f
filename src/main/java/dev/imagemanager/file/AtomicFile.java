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
 * A file that is replaced in one step: its new content is written to a partial file beside it, with a name that nobody
 * can foresee, and moved to its place when it is complete. Whoever reads the file sees the old content or the new one.
 */
public final class AtomicFile implements AutoCloseable {

    private static final String ENDING = ".partial";

    /** What the process's umask leaves of it. */
    private static final Set<PosixFilePermission> USUAL = PosixFilePermissions.fromString("rw-rw-rw-");

    private final Path file;
    private final Path partial;

    private AtomicFile(Path file, Path partial) {
        this.file = file;
        this.partial = partial;
    }

    /** Begins to replace a file, whose directory is made if it does not exist. */
    public static AtomicFile replacing(Path file) throws IOException {
        return replacing(file, USUAL);
    }

    /** @param permissions of the new file, less what the process's umask takes away */
    public static AtomicFile replacing(Path file, Set<PosixFilePermission> permissions) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path partial = Files.createTempFile(
                directory, prefix(file), ENDING, PosixFilePermissions.asFileAttribute(permissions));
        return new AtomicFile(file, partial);
    }

    private static String prefix(Path file) {
        return "." + file.getFileName() + ".";
    }

    /** Replaces a file by some content. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, USUAL);
    }

    /** @param permissions of the new file, less what the process's umask takes away */
    public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        try (AtomicFile replacement = replacing(file, permissions)) {
            Files.write(replacement.partial, content);
            replacement.commit();
        }
    }

    /** Where the new content goes; an empty file at first. */
    public Path partial() {
        return partial;
    }

    /** Moves the new content to its place. */
    public void commit() throws IOException {
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the partial file, if it was not committed. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(partial);
    }

    /** Partial files of a file that programs left which were killed. */
    public static List<Path> leftovers(Path file) throws IOException {
        List<Path> found = new ArrayList<>();
        String prefix = prefix(file);
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(file.toAbsolutePath().getParent(), sibling -> {
                    String name = sibling.getFileName().toString();
                    return name.startsWith(prefix) && name.endsWith(ENDING);
                })) {
            siblings.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        return found;
    }
}
