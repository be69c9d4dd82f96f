package dev.imagemanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of vendors belong to infra; the rest speaks of builders, registries and stores. */
class VendorWordsTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/imagemanager");

    private static final Pattern WORDS = Pattern.compile("(?i)garage|buildkit|buildctl|path.?style");

    /**
     * Names of services, keys of the configuration and of documents, and names of a bucket and a directory that users
     * rely on.
     */
    private static final Pattern ALLOWED = Pattern.compile("buildkitd|Buildkitd|BUILDKITD|garage|GARAGE"
            + "|\"use_path_style\"|\\busePathStyle\\b|\"buildkit\"|\"buildkit-cache\"|\"\\.buildkit\"");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reference",
                "file",
                "problem",
                "config",
                "model",
                "output",
                "graph",
                "rendering",
                "pipeline",
                "cli"
            })
    void vendorsAreNamedInInfraOnly(String layer) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES.resolve(layer))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (WORDS.matcher(ALLOWED.matcher(line).replaceAll("")).find()) {
                        found.add(SOURCES.relativize(file) + ": " + line.strip());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
