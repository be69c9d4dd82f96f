package dev.imagemanager.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void standsInQuotesOnOneLine() {
        assertThat(Excerpt.of("a b")).isEqualTo("'a b'");
        assertThat(Excerpt.of("a\nb\r\tc")).isEqualTo("'a\\nb\\r\\tc'");
        assertThat(Excerpt.of("\u001b[31m\u0000\u0085")).isEqualTo("'\\u001b[31m\\u0000\\u0085'");
    }

    @Test
    void isNoLongerThanALine() {
        assertThat(Excerpt.of("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
        assertThat(Excerpt.of("🐳".repeat(81))).isEqualTo("'" + "🐳".repeat(80) + "…'");
    }
}
