package dev.imagemanager.file;

import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Reads the files of a fleet's repository, which may come from a stranger. Links from one place in the fleet to another are
 * followed. A file is read only if its real path is in the fleet's directory, it is a regular file, and it is not larger
 * than the limit for its kind.
 */
public final class FleetReader {

    /** The largest definition, in bytes. */
    public static final int DEFINITION_LIMIT = 1 << 20;

    /** The largest template or plain file, in bytes. */
    public static final int TEMPLATE_LIMIT = 4 << 20;

    /** The directory in the fleet's directory with the state of services, among it their keys. */
    public static final String STATE = ".buildkit";

    /** The directory in the fleet's directory with generated files and the results of builds. */
    public static final String OUTPUT = "dist";

    private final Path directory;
    private final Map<Path, Path> realParents = new ConcurrentHashMap<>();
    private volatile Path realDirectory;

    /** @param directory the fleet's directory, absolute */
    public FleetReader(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns whether there is a file or a link. It may be one that cannot be read: {@link #read} gives the reason then.
     */
    public boolean isFile(Path file) {
        Path absolute = directory.resolve(file);
        return Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(absolute);
    }

    /**
     * Returns the real path of an existing file or directory.
     *
     * @param file absolute, or relative to the fleet's directory
     * @throws RefusedFileException if it is outside the fleet's directory, or in {@link #STATE}
     * @throws NoSuchFileException if it does not exist, or is a link to a file that does not exist
     */
    public Path realPath(Path file) throws IOException {
        Path real = resolveLinks(directory.resolve(file));
        if (!real.startsWith(realDirectory())) {
            throw new RefusedFileException(
                    "it is outside the fleet's directory, after following symbolic links",
                    "copy what it leads to into the fleet's directory");
        }
        if (real.startsWith(realState())) {
            throw new RefusedFileException(
                    "it is in " + STATE + ", which has the keys of services", "move it to another directory");
        }
        return real;
    }

    /** Most files have their directory in common with others: its links are resolved once. */
    private Path resolveLinks(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        boolean isPlainName = parent != null && absolute.equals(absolute.normalize());
        if (!isPlainName
                || Files.readAttributes(absolute, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isSymbolicLink()) {
            return absolute.toRealPath();
        }
        Path real = realParents.get(parent);
        if (real == null) {
            real = parent.toRealPath();
            realParents.put(parent, real);
        }
        return real.resolve(absolute.getFileName());
    }

    /**
     * Returns the real path of a directory whose content a build can read.
     *
     * @throws RefusedFileException also if {@link #STATE} is in it, or if it is in the output
     * @throws NoSuchFileException if it does not exist, or is a link to a directory that does not exist
     */
    public Path realContext(Path context) throws IOException {
        Path real = realPath(context);
        if (real.startsWith(realDirectory().resolve(OUTPUT))) {
            throw new RefusedFileException(
                    "it is in " + OUTPUT + ", which has what builds make", "use a folder of sources");
        }
        if (realState().startsWith(real)) {
            throw new RefusedFileException(
                    "it contains " + STATE + ", which has the keys of services",
                    "use a folder in the fleet's directory, not that directory itself");
        }
        return real;
    }

    private Path realState() throws IOException {
        return realDirectory().resolve(STATE);
    }

    private Path realDirectory() throws IOException {
        if (realDirectory == null) {
            realDirectory = directory.toRealPath();
        }
        return realDirectory;
    }

    /**
     * Reads a whole file.
     *
     * @param limit the largest size in bytes
     * @throws RefusedFileException if the file is outside the fleet's directory, not a regular file, or too large
     * @throws NoSuchFileException if it does not exist, or is a link to a file that does not exist
     */
    public byte[] read(Path file, int limit) throws IOException {
        return RegularFile.read(realPath(file), limit);
    }

    /**
     * Returns the regular files in a directory and below it, relative to it. Links are not followed; a directory that does
     * not exist or cannot be read contains none.
     */
    public List<Path> below(Path relative) {
        Path root = directory.resolve(relative);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(root::relativize)
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /**
     * Describes why a file was not read.
     *
     * @param file relative to the fleet's directory
     */
    public static Problem problem(Path file, IOException unreadable) {
        SourceLocation place = SourceLocation.wholeFile(file);
        if (unreadable instanceof NoSuchFileException) {
            return Problem.error(place, "the file does not exist");
        }
        Problem problem = Problem.error(place, "the file cannot be read: " + FailureReason.of(unreadable));
        return RefusedFileException.hintOf(unreadable).map(problem::withHint).orElse(problem);
    }
}
