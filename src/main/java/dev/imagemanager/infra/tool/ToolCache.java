package dev.imagemanager.infra.tool;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.problem.EnvironmentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The directory of installed tools, with a folder for each version of a package: {@code image-manager/tools} in the
 * user's cache directory (XDG Base Directory Specification; on macOS {@code ~/Library/Caches}).
 */
@Singleton
public final class ToolCache {

    private final UserDirectories user;

    /** Empty without a home. */
    private final Optional<Path> directory;

    private final ToolCatalog catalog;

    @Inject
    public ToolCache(Environment environment, ToolCatalog catalog) {
        this(new UserDirectories(environment), userCache(environment, catalog), catalog);
    }

    ToolCache(Path directory, ToolCatalog catalog) {
        this(UserDirectories.of(Map.of()), Optional.of(directory), catalog);
    }

    private ToolCache(UserDirectories user, Optional<Path> directory, ToolCatalog catalog) {
        this.user = user;
        this.directory = directory;
        this.catalog = catalog;
    }

    /**
     * Returns the cache directory, which may not exist yet.
     *
     * @throws EnvironmentException if the user has no home
     */
    Path directory() {
        return directory.orElseGet(() -> user.requireHome("keep tools", "XDG_CACHE_HOME to one"));
    }

    Path directoryOf(ToolPackage toolPackage) {
        return directory().resolve(toolPackage.directoryName());
    }

    /** Returns whether all tools of the package are installed. */
    boolean has(ToolPackage toolPackage) {
        return directory.isPresent()
                && toolPackage.executablesOn(catalog.platform()).stream()
                        .allMatch(executable ->
                                Files.isExecutable(toolPackage.fileIn(directoryOf(toolPackage), executable)));
    }

    /** Returns the pinned version of a tool, if installed. */
    public Optional<Path> find(String tool) {
        return catalog.packageOf(tool)
                .filter(toolPackage -> directory.isPresent())
                .flatMap(toolPackage -> toolPackage.executables().stream()
                        .filter(executable -> executable.name().equals(tool))
                        .map(executable -> toolPackage.fileIn(directoryOf(toolPackage), executable))
                        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                        .findFirst());
    }

    /** Returns whether a tool can be installed on this machine. */
    public boolean offers(String tool) {
        return catalog.packageOf(tool)
                .filter(toolPackage -> toolPackage.canBeInstalledOn(catalog.platform()))
                .isPresent();
    }

    private static Optional<Path> userCache(Environment environment, ToolCatalog catalog) {
        UserDirectories user = new UserDirectories(environment);
        return (catalog.platform().os().equals("darwin")
                        ? user.home().map(home -> home.resolve("Library").resolve("Caches"))
                        : user.cache())
                .map(cache -> cache.resolve("image-manager").resolve("tools"));
    }
}
