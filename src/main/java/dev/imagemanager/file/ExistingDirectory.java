package dev.imagemanager.file;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks the directory that a command works in. */
public final class ExistingDirectory {

    private ExistingDirectory() {}

    /** Returns the absolute path without {@code .} and {@code ..}. */
    public static Path absolute(Path directory) {
        return directory.toAbsolutePath().normalize();
    }

    /** Returns the real path. A directory that does not exist keeps its absolute path. */
    public static Path withoutLinks(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException missing) {
            return absolute(directory);
        }
    }

    /**
     * @return its {@linkplain #absolute absolute} path
     * @throws InputException if it does not exist
     */
    public static Path require(Path directory) {
        problem(directory).ifPresent(missing -> {
            throw new InputException(missing);
        });
        return absolute(directory);
    }

    /** Returns a problem if the directory does not exist. */
    public static Optional<Problem> problem(Path directory) {
        Path absolute = absolute(directory);
        if (Files.isDirectory(absolute)) {
            return Optional.empty();
        }
        return Optional.of(
                absolute.toString().indexOf(PathText.REPLACEMENT) < 0
                        ? Problem.error("there is no directory " + absolute)
                                .withHint("set the fleet's directory, which contains 'images', with -C")
                        : Problem.error("the path of the fleet's directory is not UTF-8: " + absolute)
                                .withHint("rename the directory whose name has the character '" + PathText.REPLACEMENT
                                        + "' here: it stands for bytes that are not UTF-8"));
    }
}
