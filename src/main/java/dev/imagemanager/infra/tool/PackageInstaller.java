package dev.imagemanager.infra.tool;

import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.file.LockFile;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.tool.ToolPackage.Download;
import dev.imagemanager.infra.tool.ToolPackage.Executable;
import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.pipeline.tools.ToolStore.Installation;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Installs packages into the cache: downloads, verifies and unpacks them to a temporary folder, then moves that folder
 * to its final place atomically. A lock file makes concurrent runs wait. Each run removes the leftovers of killed runs.
 */
@Singleton
public final class PackageInstaller {

    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(15);

    private final ToolCatalog catalog;
    private final ToolCache cache;
    private final OutgoingHttp http;
    private final Duration downloadLimit;

    /** Serializes the threads of this process, since file locks are held per process. */
    private final ReentrantLock turn = new ReentrantLock();

    @Inject
    public PackageInstaller(ToolCatalog catalog, ToolCache cache, OutgoingHttp http) {
        this(catalog, cache, http, DOWNLOAD_LIMIT);
    }

    PackageInstaller(ToolCatalog catalog, ToolCache cache, OutgoingHttp http, Duration downloadLimit) {
        this.catalog = catalog;
        this.cache = cache;
        this.http = http;
        this.downloadLimit = downloadLimit;
    }

    /**
     * Installs the package of a tool.
     *
     * @param tool must be in the catalogue for this platform
     * @throws EnvironmentException if it cannot be downloaded, verified or installed
     */
    public Installation install(String tool, Optional<URI> mirror, ToolStore.Listener listener)
            throws InterruptedException {
        ToolPackage toolPackage = catalog.packageOf(tool).orElseThrow();
        Download download = download(toolPackage, tool);
        turn.lockInterruptibly();
        try {
            return guarded(toolPackage, download, mirror, listener);
        } catch (IOException failure) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(failure);
            }
            throw new EnvironmentException(
                    Problem.error("cannot install " + toolPackage.name() + " in " + cache.directory() + ": "
                                    + FailureReason.of(failure))
                            .withHint(
                                    "check its free space and permissions, or set XDG_CACHE_HOME to another directory"),
                    failure);
        } finally {
            turn.unlock();
        }
    }

    private Installation guarded(
            ToolPackage toolPackage, Download download, Optional<URI> mirror, ToolStore.Listener listener)
            throws IOException, InterruptedException {
        ExitGuard guard = ExitGuard.ofThisThread();
        try {
            Files.createDirectories(cache.directory());
            Path lockFile = cache.directory().resolve("." + toolPackage.directoryName() + ".lock");
            return LockFile.whileHeld(lockFile, () -> listener.waiting(toolPackage.name()), () -> {
                boolean wasThere = cache.has(toolPackage);
                if (!wasThere) {
                    fetch(toolPackage, download, mirror, listener);
                }
                return new Installation(
                        toolPackage.name(),
                        toolPackage.version(),
                        cache.directoryOf(toolPackage),
                        toolPackage.executablesOn(catalog.platform()).stream()
                                .map(Executable::name)
                                .toList(),
                        wasThere);
            });
        } finally {
            guard.end();
        }
    }

    /** Fails for packages that cannot be verified; they are never downloaded. */
    private Download download(ToolPackage toolPackage, String tool) {
        Download download = toolPackage.downloads().get(catalog.platform());
        if (download != null && download.sha256().isPresent()) {
            return download;
        }
        String reason = download == null
                ? "its project does not provide a download"
                : "image-manager has no SHA-256 to verify the download";
        throw new EnvironmentException(Problem.error("cannot install " + tool + " " + toolPackage.version() + " for "
                        + catalog.platform() + ": " + reason)
                .withHint("install it by hand and put it on the PATH: "
                        + toolPackage.byHand().map(way -> way + ", or ").orElse("") + toolPackage.homepage()));
    }

    private void fetch(ToolPackage toolPackage, Download download, Optional<URI> mirror, ToolStore.Listener listener)
            throws IOException, InterruptedException {
        String partialPrefix = ".partial-" + toolPackage.directoryName() + "-";
        removeLeftovers(partialPrefix);
        Path work = Files.createTempDirectory(cache.directory(), partialPrefix);
        try {
            URI address = catalog.address(download, mirror);
            listener.downloading(toolPackage.name(), toolPackage.version(), address);
            Path file = work.resolve("download");
            receive(toolPackage, download, address, file);
            Path content = Files.createDirectory(work.resolve("content"));
            if (download.isArchive()) {
                unpack(file, content, address);
            } else {
                Path executable =
                        content.resolve(toolPackage.executables().get(0).file());
                Files.move(file, executable);
                Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            requireExecutables(toolPackage, content, address);
            Files.setPosixFilePermissions(content, PosixFilePermissions.fromString("rwxr-xr-x"));
            DirectoryTree.remove(cache.directoryOf(toolPackage));
            Files.move(content, cache.directoryOf(toolPackage), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            DirectoryTree.remove(work);
        }
    }

    private void receive(ToolPackage toolPackage, Download download, URI address, Path file)
            throws InterruptedException {
        String digest;
        try {
            digest = new FileDownload(downloadLimit, http).get(address, file);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot download " + address + ": " + FailureReason.of(failure))
                            .withHint("check the network, or set tools_mirror (IMAGE_MANAGER_TOOLS_MIRROR) to a"
                                    + " server that has the file"),
                    failure);
        }
        String expected = download.sha256().orElseThrow();
        if (!digest.equals(expected)) {
            throw new EnvironmentException(Problem.error(address + " is not " + toolPackage.name() + " "
                            + toolPackage.version() + ": its SHA-256 is " + digest + " instead of " + expected)
                    .withHint("do not use that file; the mirror may be wrong, or a proxy sent another response"));
        }
    }

    private static void unpack(Path archive, Path folder, URI address) {
        try {
            new ArchiveFolder(folder).unpack(archive);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot unpack " + address + ": " + FailureReason.of(failure)), failure);
        }
    }

    private void requireExecutables(ToolPackage toolPackage, Path folder, URI address) {
        for (Executable executable : toolPackage.executablesOn(catalog.platform())) {
            if (!Files.isExecutable(toolPackage.fileIn(folder, executable))) {
                throw new EnvironmentException(Problem.error(
                        "cannot unpack " + address + ": it does not contain the program " + executable.file()));
            }
        }
    }

    /** Removes the leftovers of killed runs. This run holds the lock, so they are not in use. */
    private void removeLeftovers(String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache.directory(), prefix + "*")) {
            for (Path leftover : leftovers) {
                DirectoryTree.remove(leftover);
            }
        }
    }
}
