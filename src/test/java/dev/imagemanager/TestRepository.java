package dev.imagemanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A git repository of a test's own, made with the program git.
 *
 * @param directory of the working tree
 */
public record TestRepository(Path directory) {

    /** Creates the directory if necessary. */
    public static TestRepository init(Path directory, String... options) {
        try {
            TestRepository repository = new TestRepository(Files.createDirectories(directory));
            List<String> arguments = new ArrayList<>(List.of("init", "-q", "-b", "main"));
            arguments.addAll(List.of(options));
            repository.git(arguments.toArray(String[]::new));
            return repository;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs git, which must succeed. Returns what it prints, without space at the ends. */
    public String git(String... arguments) {
        return git(new byte[0], arguments);
    }

    /** @param input for standard input */
    public String git(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", directory.toString(), "-c", "user.name=x", "-c", "user.email=x@example.com"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        try {
            Process process = builder.start();
            try (OutputStream stream = process.getOutputStream()) {
                stream.write(input);
            }
            try (InputStream stream = process.getInputStream()) {
                String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
                assertThat(process.waitFor()).as(output).isZero();
                return output;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Commits all files. Returns the id of the commit. */
    public String commit(String message) {
        git("add", "--all", "--force", ".");
        git("commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }
}
