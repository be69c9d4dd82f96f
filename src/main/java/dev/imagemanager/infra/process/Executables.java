package dev.imagemanager.infra.process;

import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.tool.ToolCache;
import dev.imagemanager.pipeline.tools.ToolStatus.Origin;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the tools that this program runs: on the {@code PATH}, whose relative directories do not count, since they would be
 * those of a fleet that may be a stranger's, next to the program's own executable, or among the tools
 * installed with {@code tools install}.
 */
@Singleton
public final class Executables {

    private final String searchPath;
    private final Optional<Path> ownDirectory;
    private final ToolCache installed;

    @Inject
    public Executables(Environment environment, ToolCache installed) {
        this(environment.variable("PATH").orElse(""), besideThisProgram(), installed);
    }

    Executables(String searchPath, Optional<Path> ownDirectory, ToolCache installed) {
        this.searchPath = searchPath;
        this.ownDirectory = ownDirectory;
        this.installed = installed;
    }

    /** @param origin where the file was found */
    public record Location(Path file, Origin origin) {}

    public Optional<Location> locate(String name) {
        Stream<Location> onPath = Arrays.stream(searchPath.split(File.pathSeparator))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(directory -> new Location(directory.resolve(name), Origin.PATH));
        Stream<Location> beside =
                ownDirectory.stream().map(directory -> new Location(directory.resolve(name), Origin.BESIDE));
        return Stream.concat(onPath, beside)
                .filter(location -> Files.isRegularFile(location.file()) && Files.isExecutable(location.file()))
                .findFirst()
                .or(() -> installed.find(name).map(file -> new Location(file, Origin.INSTALLED)));
    }

    public Optional<Path> find(String name) {
        return locate(name).map(Location::file);
    }

    /** Returns directories in the format of {@code PATH}; empty if there are none. */
    public String searchPath() {
        return searchPath;
    }

    /**
     * Finds a tool or fails.
     *
     * @param purpose completes "is needed to"
     * @throws EnvironmentException if it is not found
     */
    public Path require(String name, String purpose) {
        return find(name)
                .orElseThrow(() -> new EnvironmentException(
                        Problem.error(name + " is needed to " + purpose + ", but is not on the PATH")
                                .withHint(remedy(name))));
    }

    private String remedy(String name) {
        String byHand = "install " + name + " and add its directory to the PATH";
        return installed.offers(name) ? "run 'image-manager tools install " + name + "', or " + byHand : byHand;
    }

    private static Optional<Path> besideThisProgram() {
        return ProcessHandle.current().info().command().map(Path::of).map(Path::getParent);
    }
}
