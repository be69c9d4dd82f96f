package dev.imagemanager.cli.console;

import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The repository that a CI system checked out, relative to which it names files.
 *
 * @param directory absolute
 */
public record Repository(Path directory) {

    /** Returns that of the environment, or else the working directory. */
    public static Repository of(Map<String, String> environment) {
        String named = Stream.of("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
        return new Repository(Path.of(named).toAbsolutePath().normalize());
    }

    /**
     * @param place as problems name it: relative to the fleet's directory, or absolute
     * @return the same relative to the repository; empty if it is not in the repository
     */
    public Optional<SourceLocation> relative(SourceLocation place, Path fleetDirectory) {
        Path file = fleetDirectory.toAbsolutePath().resolve(place.file()).normalize();
        return file.startsWith(directory)
                ? Optional.of(new SourceLocation(directory.relativize(file), place.line(), place.column()))
                : Optional.empty();
    }
}
