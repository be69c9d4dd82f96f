package dev.imagemanager.infra.tool;

import dev.imagemanager.config.Environment;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory of installed tools, with a folder for each version of a package: {@code image-manager/tools} in the
 * user's cache directory (XDG Base Directory Specification; on macOS {@code ~/Library/Caches}).
 */
@Singleton
public final class ToolCache {

    private final Path directory;
    private final ToolCatalog catalog;

    @Inject
    public ToolCache(Environment environment, ToolCatalog catalog) {
        this(userCache(environment, catalog).resolve("image-manager").resolve("tools"), catalog);
    }

    ToolCache(Path directory, ToolCatalog catalog) {
        this.directory = directory;
        this.catalog = catalog;
    }

    /** Returns the cache directory, which may not exist yet. */
    Path directory() {
        return directory;
    }

    Path directoryOf(ToolPackage toolPackage) {
        return directory.resolve(toolPackage.directoryName());
    }

    /** Returns whether all tools of the package are installed. */
    boolean has(ToolPackage toolPackage) {
        return toolPackage.executablesOn(catalog.platform()).stream()
                .allMatch(executable -> Files.isExecutable(toolPackage.fileIn(directoryOf(toolPackage), executable)));
    }

    /** Returns the pinned version of a tool, if installed. */
    public Optional<Path> find(String tool) {
        return catalog.packageOf(tool).flatMap(toolPackage -> toolPackage.executables().stream()
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

    private static Path userCache(Environment environment, ToolCatalog catalog) {
        Path home = Path.of(System.getProperty("user.home"));
        if (catalog.platform().os().equals("darwin")) {
            return home.resolve("Library").resolve("Caches");
        }
        // The specification requires relative paths to be ignored.
        return environment
                .variable("XDG_CACHE_HOME")
                .filter(value -> value.startsWith("/"))
                .map(Path::of)
                .orElse(home.resolve(".cache"));
    }
}
