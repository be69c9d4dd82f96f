package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.config.masking.SecretMask;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a terminal shows of lines that change. */
class LiveAreaTest {

    private final LiveArea area = new LiveArea();

    @Test
    void linesAreReplacedAndTextScrollsAbove() {
        ScreenOfText screen = new ScreenOfText(20, 6);
        screen.write(area.draw(List.of("one", "two", "three"), 20));
        screen.write(area.above("warning\nsecond line\n"));
        screen.write(area.draw(List.of("one", "2"), 20));
        screen.write(area.above("failed"));

        assertThat(screen.lines()).containsExactly("warning", "second line", "failed", "one", "2");
        assertThat(screen.isCursorVisible()).isTrue();
    }

    @Test
    void whatScrolledOutIsNotTouched() {
        ScreenOfText screen = new ScreenOfText(20, 4);
        for (int i = 0; i < 10; i++) {
            screen.write(area.above("message " + i + "\n"));
            screen.write(area.draw(List.of("a " + i, "b " + i), 20));
        }

        assertThat(screen.scrolled())
                .containsExactly(
                        "message 0",
                        "message 1",
                        "message 2",
                        "message 3",
                        "message 4",
                        "message 5",
                        "message 6",
                        "message 7",
                        "message 8");
        assertThat(screen.lines()).containsExactly("message 9", "a 9", "b 9");
    }

    @Test
    void aLineThatDidNotChangeIsNotWrittenAgain() {
        area.draw(List.of("a long line that stays", "0"), 40);

        assertThat(area.draw(List.of("a long line that stays", "1"), 40)).doesNotContain("stays");
        assertThat(area.draw(List.of("a long line that stays", "1"), 30)).contains("stays");
    }

    @Test
    void aFrameIsBetweenTheMarksOfSynchronizedOutput() {
        for (String frame : List.of(area.draw(List.of("x"), 10), area.above("y"), area.erase())) {
            assertThat(frame).startsWith("\u001B[?2026h").endsWith("\u001B[?2026l");
        }
    }

    @Test
    void longTextAboveIsWrappedAndLongLinesAreCut() {
        ScreenOfText screen = new ScreenOfText(10, 6);
        screen.write(area.draw(List.of("0123456789abc", "x"), 10));
        screen.write(area.above("0123456789abc\n"));

        assertThat(screen.lines()).containsExactly("0123456789", "abc", "012345678c", "x");
    }

    @Test
    void theLastColumnIsKept() {
        ScreenOfText screen = new ScreenOfText(10, 6);
        screen.write(area.draw(List.of("0123456789", "x"), 10));

        assertThat(screen.lines()).containsExactly("0123456789", "x");
    }

    @Test
    void erasedLinesLeaveNothing() {
        ScreenOfText screen = new ScreenOfText(20, 6);
        screen.write("before\r\n" + area.draw(List.of("one", "two"), 20) + area.erase() + "after");

        assertThat(screen.lines()).containsExactly("before", "after");
    }

    @Test
    void messagesOfTheConsoleAreAboveTheLines() {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        Console console = new Console(new ByteArrayOutputStream(), messages, Style.PLAIN, new SecretMask());
        console.drawLive(List.of("live"), 20);
        console.message("first");
        console.endLive();
        console.message("last");

        ScreenOfText screen = new ScreenOfText(20, 6);
        screen.write(messages.toString(StandardCharsets.UTF_8).replaceAll("(?<!\r)\n", "\r\n"));
        assertThat(screen.lines()).containsExactly("first", "last");
    }
}
