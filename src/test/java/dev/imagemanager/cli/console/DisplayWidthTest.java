package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayWidthTest {

    @Test
    void someCharactersTakeTwoColumnsAndSomeNone() {
        assertThat(DisplayWidth.of("abc")).isEqualTo(3);
        assertThat(DisplayWidth.of("画像🐳")).isEqualTo(6);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of(Style.ANSI.error("abc"))).isEqualTo(3);
    }

    @Test
    void textIsCutBetweenCharacters() {
        assertThat(DisplayWidth.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(DisplayWidth.cut("abcdef", 5)).isEqualTo("abcd…");
        assertThat(DisplayWidth.cut("画像🐳x", 5)).isEqualTo("画像…");
        assertThat(DisplayWidth.cut("画像🐳x", 4)).isEqualTo("画…");
        assertThat(DisplayWidth.cut("abc", 0)).isEmpty();
        assertThat(DisplayWidth.padded("画", 4)).isEqualTo("画  ");
        assertThat(DisplayWidth.padded("画像像", 4)).isEqualTo("画… ");
    }
}
