package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\ttab", "ü€😀", "[31m", "two\nlines"})
    void plainTextStaysAsItIs(String text) {
        assertThat(PlainText.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "<ESC>[31mred<ESC>[0m, red",
        "<ESC>[2J<ESC>[1;1Hcleared, cleared",
        "<ESC>[?25lhidden cursor, hidden cursor",
        "<ESC>]0;title<BEL>after, after",
        "<ESC>]8;;https://example.com<ESC>\\link<ESC>]8;;<ESC>\\ after, link after",
        "<ESC>]never ended, ''",
        "<ESC>(Bcharset, charset",
        "<ESC>creset, reset",
        "end<ESC>, end",
        "be<BEL>ll, be�ll",
        "car<CR>riage, car�riage"
    })
    void whatWouldSteerATerminalIsGone(String text, String shown) {
        assertThat(PlainText.of(text.replace("<ESC>", "\u001B")
                        .replace("<BEL>", "\u0007")
                        .replace("<CR>", "\r")))
                .isEqualTo(shown);
    }
}
