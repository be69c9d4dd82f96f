package dev.imagemanager.pipeline.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTextTest {

    private static String shown(Object before, Object after) {
        Change<String> change = ValueText.of(new Change<>(Optional.of(before), Optional.of(after)));
        return change.before().orElseThrow() + " → " + change.after().orElseThrow();
    }

    @Test
    void valuesThatDifferLookDifferent() {
        assertThat(shown("3.11", "3.12")).isEqualTo("3.11 → 3.12");
        assertThat(shown("true", true)).isEqualTo("\"true\" → true");
        assertThat(shown("[]", List.of())).isEqualTo("\"[]\" → []");
        assertThat(shown("", " ")).isEqualTo("\"\" → \" \"");
        assertThat(shown(List.of("a", "b c"), Map.of("k", List.of("a", true))))
                .isEqualTo("[\"a\",\"b c\"] → {\"k\":[\"a\",true]}");
        assertThat(shown("a'b", "a`b")).isEqualTo("\"a'b\" → \"a`b\"");
    }

    @Test
    void nothingBreaksALineOrHides() {
        assertThat(shown("a\nb\t\u001B[31m", "x\u202Ey\u0085z\u200B\u2028"))
                .isEqualTo("\"a\\nb\\t\\u001B[31m\" → \"x\\u202ey\\u0085z\\u200b\\u2028\"");
    }

    @Test
    void longValuesAreShownWhereTheyBeginToDiffer() {
        String common = "0123456789".repeat(10);

        assertThat(shown(common + "a", common + "b" + common))
                .isEqualTo("…890123456789a → …890123456789b" + common.substring(0, 47) + "…");
        assertThat(shown("a" + common, "b")).isEqualTo("a" + common.substring(0, 59) + "… → b");
    }

    @Test
    void surrogatePairsAreNotDivided() {
        String whales = "\uD83D\uDC33".repeat(40);

        String shown = shown(whales + "a", whales + "b");

        assertThat(shown.chars().filter(c -> c == '\uD83D').count())
                .isEqualTo(shown.chars().filter(c -> c == '\uDC33').count());
    }
}
