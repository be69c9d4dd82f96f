package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program that a test looks at the world with. */
final class Tool {

    private Tool() {}

    /** @return standard output without the last line's end */
    static String run(String... command) {
        return in(Path.of("").toAbsolutePath(), Map.of(), command);
    }

    /**
     * @param directory that it runs in
     * @param environment variables that it gets besides
     * @return standard output without the last line's end
     */
    static String in(Path directory, Map<String, String> environment, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
            return output.stripTrailing();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static List<String> lines(String... command) {
        return run(command).lines().sorted().toList();
    }
}
