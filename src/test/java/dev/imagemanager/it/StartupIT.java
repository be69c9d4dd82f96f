package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar loads what a command uses and nothing else, and most of that from the archive made at build time. */
class StartupIT {

    private static final Path HOME =
            Path.of(System.getProperty("image-manager.home", ".")).toAbsolutePath();

    @TempDir
    Path directory;

    @BeforeEach
    void onlyTheJarLoadsClasses() {
        assumeFalse(Program.isNative(), "a native executable loads no classes");
    }

    private List<String> loadedBy(String... arguments) throws IOException {
        Path log = directory.resolve("classes.log");
        Result result = new Program(directory)
                .with("IMAGE_MANAGER_JAVA_OPTS", "-Xlog:class+load:file=" + log)
                .run(arguments);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return Files.readAllLines(log);
    }

    /**
     * Of Docker, S3 or HTTP. The classes that beans are made from are loaded with the container, and not initialised; so
     * are the types of the settings of Quarkus's S3 extension, some of which are the SDK's.
     */
    private static boolean isClient(String line) {
        return line.contains("com.github.dockerjava")
                || line.contains("software.amazon.awssdk.services.s3.DefaultS3")
                || line.contains("jdk.internal.net.http");
    }

    @Test
    void theVersionIsToldWithoutClientsAndParsers() throws IOException {
        assertThat(loadedBy("--version"))
                .hasSizeGreaterThan(1000)
                .noneMatch(line -> isClient(line)
                        || line.contains("com.fasterxml.jackson.databind.ObjectMapper")
                        || line.contains("org.snakeyaml"));
    }

    @Test
    void aFleetIsListedWithoutClients() throws IOException {
        new FleetFiles(directory).image("app", "1.0.0", "FROM scratch\n");

        assertThat(loadedBy("list"))
                .anyMatch(line -> line.contains("dev.imagemanager.rendering.Renderer"))
                .noneMatch(StartupIT::isClient);
    }

    @Test
    void mostClassesComeFromTheArchive() throws IOException {
        List<String> lines = loadedBy("--version");

        assertThat(lines.stream().filter(line -> line.contains("shared objects file")))
                .hasSizeGreaterThan(lines.size() / 2);
        assertThat(lines)
                .anyMatch(line -> line.contains("dev.imagemanager.cli.Main source:")
                        && line.contains("shared objects file (top)"));
    }

    @Test
    void elsewhereItStartsWithoutTheArchiveAndWithoutAWord() throws IOException {
        copy(HOME.resolve("target/quarkus-app"), directory.resolve("target/quarkus-app"));
        copy(HOME.resolve("bin"), directory.resolve("bin"));
        Result here = new Program(directory).run("--version");

        Result elsewhere = new Program(directory)
                .through(directory.resolve("bin/image-manager").toString())
                .run("--version");

        assertThat(elsewhere).isEqualTo(here);
        assertThat(elsewhere.errors()).isEmpty();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(
                        path,
                        Files.createDirectories(
                                        to.resolve(from.relativize(path)).getParent())
                                .resolve(path.getFileName()));
            }
        }
    }
}
