package dev.imagemanager.output;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.FileState;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.Folder;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads, writes and removes files in a fleet's {@code dist/}. All paths are relative to the fleet's directory.
 *
 * <p>{@code dist/} may come with the repository of a stranger, so links in it are not followed: a link in the place of a
 * directory is an error, as a file there is, a link in the place of a file is replaced or removed. {@code dist/} itself may be a link to another
 * directory in the fleet.
 */
public final class OutputDirectory {

    /** The largest file that is read, in bytes; records and reports are much smaller. */
    private static final int READ_LIMIT = 64 << 20;

    private static final String IN_THE_WAY = "something else is in its place; remove or rename it";

    /** Reduced by the umask of the process. */
    private static final Set<PosixFilePermission> USUAL = PosixFilePermissions.fromString("rw-rw-rw-");

    /** Reduced by the umask of the process. */
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxrwxrwx");

    private final Path fleetDirectory;
    private final Set<Path> checked = ConcurrentHashMap.newKeySet();
    private final Map<Path, Hashed> hashed = new ConcurrentHashMap<>();

    private record Hashed(FileState state, Digest digest) {}

    /** @param fleetDirectory absolute */
    public OutputDirectory(Path fleetDirectory) {
        this.fleetDirectory = fleetDirectory;
    }

    /**
     * Returns the content of a file; empty if it does not exist or is not a regular file.
     *
     * @throws EnvironmentException if it cannot be read
     */
    public Optional<byte[]> content(Path file) {
        OptionalLong size = size(file);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RegularFile.read(absolute(file), READ_LIMIT));
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw failed("read", file, unreadable);
        }
    }

    /**
     * Returns the size of a regular file in bytes; empty if there is none.
     *
     * @throws EnvironmentException if it cannot be read
     */
    public OptionalLong size(Path file) {
        try {
            return RegularFile.size(path(file, "read"));
        } catch (IOException unreadable) {
            throw failed("read", file, unreadable);
        }
    }

    /** @throws EnvironmentException if the file cannot be written; it is unchanged then */
    public void write(Path file, byte[] content) {
        write(file, GeneratedFile.of(content));
    }

    /** @throws EnvironmentException if the file cannot be written; it is unchanged then */
    public void write(Path file, GeneratedFile wanted) {
        Path absolute = path(file, "write");
        try {
            AtomicFile.write(absolute, wanted.content(), permissions(wanted));
        } catch (IOException failure) {
            throw failed("write", file, failure);
        }
    }

    static Set<PosixFilePermission> permissions(GeneratedFile file) {
        return file.isExecutable() ? EXECUTABLE : USUAL;
    }

    /**
     * Starts a new text file, in the place of an existing one.
     *
     * @throws EnvironmentException if it cannot be written
     */
    public BufferedWriter start(Path file) {
        Path absolute = path(file, "write");
        try {
            Files.createDirectories(absolute.getParent());
            Files.deleteIfExists(absolute);
            return Files.newBufferedWriter(absolute, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw failed("write", file, failure);
        }
    }

    /**
     * Removes a file if it exists, and its parent directories that become empty.
     *
     * @throws EnvironmentException if it cannot be removed
     */
    public void remove(Path file) {
        Path absolute = path(file, "remove");
        try {
            Files.deleteIfExists(absolute);
            for (Path directory = absolute.getParent();
                    !directory.equals(output());
                    directory = directory.getParent()) {
                Files.deleteIfExists(directory);
            }
        } catch (DirectoryNotEmptyException stillInUse) {
            return;
        } catch (IOException failure) {
            throw failed("remove", file, failure);
        }
    }

    /**
     * Returns the digest of a regular file's content; empty if there is none. A file is read again only if its
     * {@link FileState} has changed.
     *
     * @throws EnvironmentException if it cannot be read
     */
    public Optional<Digest> digest(Path file) {
        Path absolute = path(file, "read");
        try {
            FileState state = FileState.of(absolute);
            if (!state.isRegular()) {
                return Optional.empty();
            }
            Hashed known = hashed.get(absolute);
            if (known == null || !known.state().equals(state)) {
                known = new Hashed(state, hash(absolute));
                hashed.put(absolute, known);
            }
            return Optional.of(known.digest());
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw failed("read", file, unreadable);
        }
    }

    private static Digest hash(Path regularFile) throws IOException {
        try (InputStream content = RegularFile.open(regularFile)) {
            return Digest.of(content);
        }
    }

    /** Returns whether a file has the wanted content and execute permission. */
    public boolean has(Path file, GeneratedFile wanted) {
        try {
            Path absolute = path(file, "read");
            PosixFileAttributes attributes =
                    Files.readAttributes(absolute, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    && attributes.size() == wanted.content().length
                    && attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE) == wanted.isExecutable()
                    && hasContent(absolute, wanted.content());
        } catch (NoSuchFileException missing) {
            return false;
        } catch (IOException unreadable) {
            throw failed("read", file, unreadable);
        }
    }

    private static boolean hasContent(Path regularFile, byte[] wanted) throws IOException {
        try (InputStream content = RegularFile.open(regularFile)) {
            return Arrays.equals(content.readNBytes(wanted.length + 1), wanted);
        }
    }

    /** Returns the files in a directory; none if it does not exist. */
    public List<Path> files(Path directory) {
        Path absolute = directory(directory);
        if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            return Folder.entries(absolute).stream()
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(fleetDirectory::relativize)
                    .toList();
        } catch (IOException unreadable) {
            throw failed("read", directory, unreadable);
        }
    }

    /** Returns whether there is a file, or something else in its place. */
    public boolean contains(Path file) {
        return Files.exists(path(file, "read"), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns the absolute path of a file or directory, for a tool or a library that accesses it.
     *
     * @throws EnvironmentException if a link or a file is in the place of one of its directories
     */
    public Path path(Path file) {
        return path(file, "use");
    }

    /**
     * Returns the absolute path of a directory, for a library that writes into it.
     *
     * @throws EnvironmentException if a link or a file is in the place of it or of one of its parents
     */
    public Path directory(Path directory) {
        Path absolute = absolute(directory);
        requireFolders(absolute, "use", directory);
        return absolute;
    }

    private Path path(Path file, String verb) {
        Path absolute = absolute(file);
        requireFolders(absolute.getParent(), verb, file);
        return absolute;
    }

    private void requireFolders(Path directory, String verb, Path file) {
        try {
            requireFolders(directory);
        } catch (IOException refused) {
            throw failed(verb, file, refused);
        }
    }

    private void requireFolders(Path directory) throws IOException {
        if (checked.contains(directory)) {
            return;
        }
        if (!directory.equals(output())) {
            requireFolders(directory.getParent());
        }
        exists(directory);
        checked.add(directory);
    }

    /**
     * Returns whether a folder exists whose parents were looked at.
     *
     * @param folder absolute, {@code dist/} or in it
     * @throws IOException if there is something else in its place
     */
    boolean exists(Path folder) throws IOException {
        return folder.equals(output()) ? requireInFleet(folder) : Folder.requireNothingElse(folder, shown(folder));
    }

    /** Returns {@code dist/} itself, absolute. */
    Path output() {
        return fleetDirectory.resolve(OutputPaths.OUTPUT_DIRECTORY);
    }

    /** Returns a path for messages. */
    private Path shown(Path absolute) {
        return fleetDirectory.relativize(absolute);
    }

    /** Returns whether {@code dist/} exists. */
    private boolean requireInFleet(Path output) throws IOException {
        Path real;
        try {
            real = new FleetReader(fleetDirectory).realPath(output);
        } catch (NoSuchFileException none) {
            return false;
        } catch (RefusedFileException outside) {
            throw new RefusedFileException(
                    OutputPaths.OUTPUT_DIRECTORY + " is a symbolic link to a directory outside the fleet",
                    "remove the link; to keep the files elsewhere, mount a directory at " + output);
        }
        return Folder.requireNothingElse(real, shown(output));
    }

    /** @throws IllegalArgumentException if the file is not in {@code dist/} */
    Path absolute(Path file) {
        Path normal = file.normalize();
        if (normal.isAbsolute() || !normal.startsWith(OutputPaths.OUTPUT_DIRECTORY) || normal.getNameCount() < 2) {
            throw new IllegalArgumentException(file + " is not a file in " + OutputPaths.OUTPUT_DIRECTORY);
        }
        return fleetDirectory.resolve(normal);
    }

    EnvironmentException failed(String verb, Path file, IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot " + verb + " " + file + ": " + FailureReason.of(failure))
                        .withHint(remedy(failure)),
                failure);
    }

    private String remedy(IOException failure) {
        boolean isInTheWay = failure instanceof DirectoryNotEmptyException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof FileSystemException onFile
                        && onFile.getReason() != null
                        && onFile.getReason().endsWith("a directory");
        String usual = isInTheWay ? IN_THE_WAY : "check the free space and the permissions of " + fleetDirectory;
        return RefusedFileException.hintOf(failure).orElse(usual);
    }
}
