package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("log"), "one\ntwo\nunfinished");
    }

    @Test
    void itIsShownAsFarAsItGoes() throws InterruptedException {
        List<String> lines = new ArrayList<>();

        new FileLog(file).read(false, lines::add);
        new FileLog(file).read(true, line -> false);

        assertThat(lines).containsExactly("one", "two", "unfinished");
    }

    @Test
    void itIsFollowedUntilTheThreadIsInterrupted() {
        List<String> lines = new ArrayList<>();
        Thread reader = Thread.currentThread();

        assertThatThrownBy(() -> new FileLog(file).read(true, line -> {
                    lines.add(line);
                    if (line.equals("two")) {
                        append(" no more\nthree\n");
                    } else if (line.equals("three")) {
                        reader.interrupt();
                    }
                    return true;
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(lines).containsExactly("one", "two", "unfinished no more", "three");
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
