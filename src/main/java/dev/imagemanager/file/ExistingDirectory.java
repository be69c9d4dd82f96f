package dev.imagemanager.file;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory that a command is told to work in. */
public final class ExistingDirectory {

    private ExistingDirectory() {}

    /** The path in the one form in which the program knows the directory: absolute, without {@code .} and {@code ..}. */
    public static Path absolute(Path directory) {
        return directory.toAbsolutePath().normalize();
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

    /** What is wrong with it, if something is. */
    public static Optional<Problem> problem(Path directory) {
        Path absolute = absolute(directory);
        return Files.isDirectory(absolute)
                ? Optional.empty()
                : Optional.of(Problem.error("there is no directory " + absolute)
                        .withHint("name the fleet's directory, which holds 'images', with -C"));
    }
}
