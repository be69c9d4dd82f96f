package dev.imagemanager.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "0", "python", "team/app", "a/b/c", "a.b", "a_b", "a__b", "a-b", "a---b", "a.b_c-d/e.f"})
    void namesAreComponentsSeparatedBySlashes(String text) {
        assertThat(Grammar.isName(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "A", "a/", "/a", "a//b", ".a", "a.", "-a", "a-", "_a", "a_", "a..b", "a___b", "a._b", "a:1",
                "a b", "a\n", "ä", "a@b", "a/B"
            })
    void whateverElseIsWrittenIsNotAName(String text) {
        assertThat(Grammar.isName(text)).isFalse();
    }

    @Test
    void aNameHasAtMost255Characters() {
        assertThat(Grammar.isName("a".repeat(255))).isTrue();
        assertThat(Grammar.isName("a".repeat(256))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "a", "A", "_", "latest", "3.13-slim_x", "1.", "a--", "V1.0"})
    void tagsAreLettersDigitsAndSomeSigns(String text) {
        assertThat(Grammar.isTag(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".a", "-a", "a b", "a/b", "a:b", "a+b", "ä", "1\n"})
    void whateverElseIsWrittenIsNotATag(String text) {
        assertThat(Grammar.isTag(text)).isFalse();
    }

    @Test
    void aTagHasAtMost128Characters() {
        assertThat(Grammar.isTag("1".repeat(128))).isTrue();
        assertThat(Grammar.isTag("1".repeat(129))).isFalse();
    }

    /** Definitions are compared with the pattern alone. */
    @Test
    void aLongTextDoesNotFillTheStack() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat("a-/".repeat(100_000).matches(Grammar.NAME)).isFalse();
            assertThat(("a.b/".repeat(100_000) + "c").matches(Grammar.NAME)).isTrue();
        });
    }
}
