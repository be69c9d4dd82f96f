package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.pipeline.JsonDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing in a text of a fleet is a command for the CI system, wherever the text is printed. */
class CiSystemTest {

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    private Console console(CiSystem system) {
        return new Console(results, messages, Style.PLAIN, new SecretMask(), system);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::set-output name=x::y",
                "  ::warning::x",
                "\u00A0\u2003::warning::x",
                "\r::warning::x",
                "a\n\t::add-mask::x",
                "+ RUN echo ##[set-output name=x;]y",
                "##[warning]x ##[error]y"
            })
    void githubFindsNoCommand(String text) {
        Console console = console(CiSystem.GITHUB);
        console.message(text);
        console.result(text);
        console.resultText(text + "\n");

        for (ByteArrayOutputStream output : List.of(messages, results)) {
            assertThat(output.toString(StandardCharsets.UTF_8)).doesNotContain("##[");
            assertThat(output.toString(StandardCharsets.UTF_8).split("[\r\n]"))
                    .noneMatch(line -> line.replaceAll("^[\\s\\p{Z}]+", "").startsWith("::"));
        }
    }

    @Test
    void aDocumentKeepsItsContent() throws IOException {
        ObjectNode document = JsonDocument.create().put("text", "##[warning]x");

        console(CiSystem.GITHUB).result(document);

        assertThat(results.toString(StandardCharsets.UTF_8)).doesNotContain("##[");
        assertThat(new ObjectMapper().readTree(results.toByteArray())).isEqualTo(document);
    }

    @Test
    void gitlabFindsNoSection() {
        Console console = console(CiSystem.GITLAB);
        console.message("section_start:1:x\r\u001B[0Kforged");
        console.result("section_end:1:x\r\u001B[0K");

        assertThat(messages).hasToString("section_start:1:x\uFFFDforged\n");
        assertThat(results).hasToString("section_end:1:x\uFFFD\n");
    }

    @Test
    void otherwiseResultsAreWhatTheyAre() {
        console(CiSystem.NONE).result("::x ##[y]\r");

        assertThat(results).hasToString("::x ##[y]\r\n");
    }

    @Test
    void theSystemIsThatOfTheEnvironment() {
        assertThat(CiSystem.of(Map.of("GITHUB_ACTIONS", "true"))).isEqualTo(CiSystem.GITHUB);
        assertThat(CiSystem.of(Map.of("GITLAB_CI", "true"))).isEqualTo(CiSystem.GITLAB);
        assertThat(CiSystem.of(Map.of("CI", "true"))).isEqualTo(CiSystem.NONE);
    }
}
