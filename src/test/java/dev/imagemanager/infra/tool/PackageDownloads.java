package dev.imagemanager.infra.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.pipeline.tools.ToolStore.Installation;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Packages on a server of the test's own, and a cache that they are installed into. */
abstract class PackageDownloads {

    static final byte[] DRILL = "#!/bin/sh\necho drill 3.0.0\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    final DownloadServer server = new DownloadServer();

    final List<String> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    Path cache() {
        return directory.resolve("cache");
    }

    static TarFile kit() {
        return new TarFile()
                .folder("bin/")
                .program("bin/hammer", "#!/bin/sh\necho 1.2.0\n")
                .program("bin/saw", "#!/bin/sh\n")
                .text("README", "read me");
    }

    Installation installKit(byte[] archive) throws InterruptedException {
        return install("hammer", TestTools.catalog(server.address(), TestTools.sha256(archive), null));
    }

    Installation installDrill() throws InterruptedException {
        return install("drill", TestTools.catalog(server.address(), null, TestTools.sha256(DRILL)));
    }

    Installation install(String tool, ToolCatalog catalog) throws InterruptedException {
        return TestTools.installer(cache(), catalog).install(tool, Optional.empty(), new Ears());
    }

    final class Ears implements ToolStore.Listener {
        @Override
        public void downloading(String packageName, String version, URI address) {
            heard.add(packageName + " " + version + " " + address.getPath());
        }

        @Override
        public void waiting(String packageName) {
            heard.add("waiting for " + packageName);
        }
    }

    interface Attempt {
        void run() throws InterruptedException;
    }

    Problem refused(Attempt attempt) {
        EnvironmentException refusal = catchThrowableOfType(EnvironmentException.class, attempt::run);
        assertThat(refusal).isNotNull();
        assertThat(leftBehind()).isEmpty();
        return refusal.problems().get(0);
    }

    /** Without the lock files, which stay. */
    List<String> leftBehind() {
        if (!Files.isDirectory(cache())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(cache())) {
            return files.filter(file -> !file.equals(cache()))
                    .map(file -> cache().relativize(file).toString())
                    .filter(file -> !file.endsWith(".lock"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    Problem refusedArchive(TarFile tar) {
        byte[] archive = tar.bytes();
        server.file("kit.tar.gz", archive);
        Problem problem = refused(() -> installKit(archive));
        assertThat(directory).isDirectoryNotContaining("glob:**evil*");
        return problem;
    }

    Problem refusedArchiveAgain(TarFile tar) {
        try (DownloadServer other = new DownloadServer()) {
            byte[] archive = tar.bytes();
            other.file("kit.tar.gz", archive);
            return refused(() -> install("saw", TestTools.catalog(other.address(), TestTools.sha256(archive), null)));
        }
    }
}
