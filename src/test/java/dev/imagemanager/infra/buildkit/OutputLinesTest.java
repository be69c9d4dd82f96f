package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {

    private final List<String> lines = new ArrayList<>();
    private final OutputLines output = new OutputLines(lines::add);

    private void add(String text) {
        output.add(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineMayComeInPieces() {
        add("a");
        add("b\nc");
        assertThat(lines).containsExactly("ab");
        add("d\n\ne");
        output.finish();
        assertThat(lines).containsExactly("ab", "cd", "", "e");
    }

    @Test
    void aCharacterMayComeInPieces() {
        for (byte b : "ü€😀\n".getBytes(StandardCharsets.UTF_8)) {
            output.add(new byte[] {b});
        }
        assertThat(lines).containsExactly("ü€😀");
    }

    @Test
    void bytesThatAreNoTextAreReplaced() {
        output.add(new byte[] {'a', (byte) 0xFF, 'b', '\n'});
        assertThat(lines).containsExactly("a\uFFFDb");
    }

    @Test
    void onlyWhatWasWrittenLastOnALineIsShown() {
        add("10%\r50%\r100%\r\nplain\r\n");
        assertThat(lines).containsExactly("100%", "plain");
    }

    @Test
    void anEndlessLineIsCutBetweenCharacters() {
        add("€".repeat(OutputLines.LONGEST_LINE));
        output.finish();
        assertThat(lines).hasSize(3).allMatch(line -> line.matches("€+"));
        assertThat(String.join("", lines)).hasSize(OutputLines.LONGEST_LINE);
    }

    @Test
    void nothingIsNoLine() {
        output.finish();
        assertThat(lines).isEmpty();
    }
}
