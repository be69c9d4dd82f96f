package dev.imagemanager.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads {@code src/test/resources/dockerfile/<case>/Dockerfile}, with the {@code docker build} options of the case's
 * {@code options.txt}, and compares what was found with {@code expected.txt}. With {@code -Dfixtures.write=true} the
 * expectation is written instead; what BuildKit's own frontend says of the cases is in the commit that added them.
 */
class DockerfileFixturesTest {

    private static final Path CASES = Path.of("src/test/resources/dockerfile");

    static List<String> cases() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAsBuildKitDoes(String name) throws IOException {
        Path directory = CASES.resolve(name);
        String found = FixtureReport.of(directory);
        Path expected = directory.resolve("expected.txt");
        if (Boolean.getBoolean("fixtures.write")) {
            Files.writeString(expected, found);
        }
        assertThat(found).isEqualTo(Files.readString(expected));
    }
}
