package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole templates: each folder of {@code src/test/resources/rendering} is a fleet with a {@code Dockerfile.tmpl}, and
 * either the text that is {@code expected} or the {@code problems}.
 */
class TemplateGoldenTest {

    private static final Path CASES = Path.of("src/test/resources/rendering");

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsExpected(String name) throws IOException {
        Path folder = CASES.resolve(name).toAbsolutePath();
        TemplateFleet fleet = new TemplateFleet(folder);
        Path expected = folder.resolve("expected");

        for (int round = 0; round < 2; round++) {
            if (Files.exists(expected)) {
                assertThat(fleet.render()).isEqualTo(Files.readString(expected));
            } else {
                assertThat(fleet.problems()).containsExactlyElementsOf(Files.readAllLines(folder.resolve("problems")));
            }
        }
    }
}
