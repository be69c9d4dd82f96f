package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StyleTest {

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Style.forTerminal(true, Map.of())).isEqualTo(Style.ANSI);
        assertThat(Style.forTerminal(true, Map.of("TERM", "xterm"))).isEqualTo(Style.ANSI);
        assertThat(Style.forTerminal(false, Map.of())).isEqualTo(Style.PLAIN);
    }

    @Test
    void coloursCanBeRefused() {
        assertThat(Style.forTerminal(true, Map.of("NO_COLOR", "1"))).isEqualTo(Style.PLAIN);
        assertThat(Style.forTerminal(true, Map.of("CI", "true"))).isEqualTo(Style.PLAIN);
        assertThat(Style.forTerminal(true, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    }

    /** no-color.org: only a value that is not empty counts. */
    @Test
    void anEmptyNoColorRefusesNothing() {
        assertThat(Style.forTerminal(true, Map.of("NO_COLOR", ""))).isEqualTo(Style.ANSI);
    }

    @Test
    void emphasisEndsWithItsText() {
        assertThat(Style.ANSI.error("no")).isEqualTo("\u001B[1;31mno\u001B[0m");
        assertThat(Style.PLAIN.error("no") + Style.PLAIN.faint("f") + Style.PLAIN.note("n") + Style.PLAIN.success("s"))
                .isEqualTo("nofns");
    }
}
