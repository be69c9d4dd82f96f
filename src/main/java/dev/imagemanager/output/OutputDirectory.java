package dev.imagemanager.output;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Reads, writes and removes files in a fleet's {@code dist/}. All paths are relative to the fleet's directory. */
public final class OutputDirectory {

    /** Reduced by the umask of the process. */
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxrwxrwx");

    private final Path fleetDirectory;

    /** @param fleetDirectory absolute */
    public OutputDirectory(Path fleetDirectory) {
        this.fleetDirectory = fleetDirectory;
    }

    /**
     * Returns the content of a file; empty if it does not exist.
     *
     * @throws EnvironmentException if it cannot be read
     */
    public Optional<byte[]> content(Path file) {
        try {
            return Optional.of(Files.readAllBytes(absolute(file)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
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
        try {
            if (wanted.isExecutable()) {
                AtomicFile.write(absolute(file), wanted.content(), EXECUTABLE);
            } else {
                AtomicFile.write(absolute(file), wanted.content());
            }
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
        Path absolute = absolute(file);
        try {
            Files.deleteIfExists(absolute);
            Path output = fleetDirectory.resolve(OutputPaths.OUTPUT_DIRECTORY);
            for (Path directory = absolute.getParent(); !directory.equals(output); directory = directory.getParent()) {
                Files.deleteIfExists(directory);
            }
        } catch (DirectoryNotEmptyException stillInUse) {
            return;
        } catch (IOException failure) {
            throw failed("remove", file, failure);
        }
    }

    /** Returns whether a file has the wanted content and execute permission. */
    public boolean has(Path file, GeneratedFile wanted) {
        return content(file)
                        .filter(content -> Arrays.equals(content, wanted.content()))
                        .isPresent()
                && isExecutable(file) == wanted.isExecutable();
    }

    /** Reads the permissions: {@link Files#isExecutable} throws an exception internally for each file that is not. */
    private boolean isExecutable(Path file) {
        try {
            return Files.getPosixFilePermissions(absolute(file)).contains(PosixFilePermission.OWNER_EXECUTE);
        } catch (IOException unreadable) {
            throw failed("read", file, unreadable);
        }
    }

    public boolean contains(Path file) {
        return Files.exists(absolute(file));
    }

    /** @throws IllegalArgumentException if the file is not in {@code dist/} */
    private Path absolute(Path file) {
        Path normal = file.normalize();
        if (normal.isAbsolute() || !normal.startsWith(OutputPaths.OUTPUT_DIRECTORY) || normal.getNameCount() < 2) {
            throw new IllegalArgumentException(file + " is not a file in " + OutputPaths.OUTPUT_DIRECTORY);
        }
        return fleetDirectory.resolve(normal);
    }

    private EnvironmentException failed(String verb, Path file, IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot " + verb + " " + file + ": " + FailureReason.of(failure))
                        .withHint("check the free space and the permissions of " + fleetDirectory),
                failure);
    }
}
