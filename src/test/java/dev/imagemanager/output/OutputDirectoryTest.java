package dev.imagemanager.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDirectoryTest {

    private static final Path FILE = Path.of("dist/app/1/Dockerfile");

    @TempDir
    Path fleet;

    private OutputDirectory output;

    @BeforeEach
    void open() {
        output = new OutputDirectory(fleet);
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(output.content(FILE)).isEmpty();
        output.write(FILE, "FROM scratch\n".getBytes());

        assertThat(output.content(FILE).orElseThrow()).asString().isEqualTo("FROM scratch\n");
        assertThat(output.contains(FILE)).isTrue();
    }

    @Test
    void theModeBelongsToAFile() {
        GeneratedFile script = new GeneratedFile("#!/bin/sh\n".getBytes(), true);
        output.write(FILE, script);

        assertThat(output.has(FILE, script)).isTrue();
        assertThat(output.has(FILE, GeneratedFile.of(script.content()))).isFalse();
        assertThat(Files.isExecutable(fleet.resolve(FILE))).isTrue();
    }

    @Test
    void directoriesThatAreEmptyGoWithTheirLastFile() throws IOException {
        output.write(FILE, new byte[0]);
        Files.writeString(fleet.resolve("dist/notes"), "mine");
        output.remove(FILE);

        assertThat(fleet.resolve("dist/app")).doesNotExist();
        assertThat(fleet.resolve("dist/notes")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image.yml", "dist", "dist/..", "dist/../image.yml", "../dist/x", "/etc/passwd", ""})
    void aFileOutsideIsAnError(String file) {
        assertThatIllegalArgumentException().isThrownBy(() -> output.remove(Path.of(file)));
        assertThatIllegalArgumentException().isThrownBy(() -> output.write(Path.of(file), new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> output.content(Path.of(file)));
    }
}
