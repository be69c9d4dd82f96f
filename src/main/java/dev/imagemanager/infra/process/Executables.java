package dev.imagemanager.infra.process;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Singleton;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the tools that this program calls: on the {@code PATH}, or beside the program's own executable. */
@Singleton
public final class Executables {

    public Optional<Path> find(String name) {
        Stream<Path> onPath = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
        return Stream.concat(onPath, besideThisProgram().stream())
                .map(directory -> directory.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * @param purpose what it is needed for, to follow "is needed to"
     * @throws EnvironmentException if it is nowhere
     */
    public Path require(String name, String purpose) {
        return find(name)
                .orElseThrow(() -> new EnvironmentException(
                        Problem.error(name + " is needed to " + purpose + ", but is not on the PATH")
                                .withHint("install " + name + " and make sure that its directory is in PATH")));
    }

    private static Optional<Path> besideThisProgram() {
        return ProcessHandle.current().info().command().map(Path::of).map(Path::getParent);
    }
}
