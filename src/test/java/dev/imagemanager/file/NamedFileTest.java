package dev.imagemanager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedFileTest {

    @TempDir
    Path directory;

    private static final byte[] CONTENT = "two\n".getBytes();

    @Test
    void aRegularFileIsReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a long content\n");
        Path other = Files.createLink(directory.resolve("other"), file);

        NamedFile.write(file, CONTENT);

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(other).hasContent("a long content\n");
        NamedFile.write(directory.resolve("new"), CONTENT);
        assertThat(directory.resolve("new")).hasBinaryContent(CONTENT);
    }

    @Test
    void linksStayLinks() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a long content\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        Path toNothing = Files.createSymbolicLink(directory.resolve("to nothing"), directory.resolve("new"));

        NamedFile.write(link, CONTENT);
        NamedFile.write(toNothing, CONTENT);

        assertThat(link).isSymbolicLink();
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(toNothing).isSymbolicLink();
        assertThat(directory.resolve("new")).hasBinaryContent(CONTENT);
    }

    @Test
    void whatIsNoRegularFileIsWrittenTo() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readAllBytes(pipe);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });

        NamedFile.write(pipe, CONTENT);

        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(CONTENT);
        assertThat(Files.isRegularFile(pipe)).isFalse();
        NamedFile.write(Path.of("/dev/null"), CONTENT);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThatThrownBy(() -> NamedFile.write(Path.of("/dev/full"), CONTENT)).isInstanceOf(IOException.class);
    }

    @Test
    void mistakesAreFoundBefore() throws IOException {
        NamedFile.prepare(directory.resolve("a/b/file"));
        assertThat(directory.resolve("a/b")).isEmptyDirectory();

        assertThatThrownBy(() -> NamedFile.prepare(directory.resolve("a"))).hasMessage("it is a directory");
        Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> NamedFile.prepare(directory.resolve("file/b")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
