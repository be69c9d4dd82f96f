package dev.imagemanager.infra.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.infra.git.TreeWriter.MissingObjectException;
import dev.imagemanager.infra.git.TreeWriter.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With what git would print; {@link GitRevisionsTest} has what it prints. */
class TreeWriterTest {

    private static final String ONE = "1".repeat(40);
    private static final String TWO = "2".repeat(40);

    @TempDir
    Path directory;

    private TreeWriter writer;

    @BeforeEach
    void list() throws IOException {
        writer = new TreeWriter(directory, 2 << 20);
        writer.list(stream("100644 blob " + ONE + "\ttemplates/a\0" + "100644 blob " + TWO + "\tb/x.tmpl\0"
                + "100644 blob " + TWO + "\tb/main.go\0"));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void selectedObjectsAreAskedForAndWritten() throws IOException {
        assertThat(writer.ids()).isEqualTo(ONE + "\n" + TWO + "\n");
        assertThat(writer.isComplete()).isFalse();

        writer.read(stream(ONE + " blob 2\na\n\n" + TWO + " blob 0\n\n"));

        assertThat(directory.resolve("templates/a")).hasContent("a\n");
        assertThat(directory.resolve("b/x.tmpl")).isEmptyFile();
        assertThat(directory.resolve("b/main.go")).doesNotExist();
        assertThat(writer.isComplete()).isTrue();
    }

    @Test
    void namesThatAFileMentionsAreLookedForOnceMore() throws IOException {
        writer.read(stream(ONE + " blob 0\n\n" + TWO + " blob 22\n{#include ./main.go /}\n"));
        assertThat(writer.isComplete()).isFalse();

        writer.list(stream("100644 blob " + ONE + "\ttemplates/a\0" + "100644 blob " + ONE + "\tb/main.go\0"));
        assertThat(writer.ids()).isEqualTo(ONE + "\n");
        writer.read(stream(ONE + " blob 1\nx\n"));

        assertThat(directory.resolve("b/main.go")).hasContent("x");
        assertThat(writer.isComplete()).isTrue();
    }

    @Test
    void allFilesTogetherHaveALimit() {
        String object = " blob " + (3 << 19) + "\n" + "x".repeat(3 << 19) + "\n";

        assertThatExceptionOfType(TooLargeException.class)
                .isThrownBy(() -> writer.read(stream(ONE + object + TWO + object)))
                .withMessage("more than 2 MiB in definitions, templates and the like");
    }

    @Test
    void anObjectThatIsNotThereIsNamedByItsFile() {
        assertThatExceptionOfType(MissingObjectException.class)
                .isThrownBy(() -> writer.read(stream(ONE + " blob 0\n\n" + TWO + " missing\n")))
                .withMessage("b/x.tmpl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11", "1111111111111111111111111111111111111111 blob 7\nabc"})
    void anEndInTheMiddleIsNoticed(String objects) {
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> writer.read(stream(objects)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\n",
                "2222222222222222222222222222222222222222 blob 0\n\n",
                "1111111111111111111111111111111111111111 tree 0\n\n"
            })
    void anotherObjectIsRefused(String objects) {
        assertThatExceptionOfType(MalformedTreeException.class).isThrownBy(() -> writer.read(stream(objects)));
    }
}
