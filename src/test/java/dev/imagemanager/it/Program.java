package dev.imagemanager.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Starts the program: the jar through {@code bin/image-manager}, or the native executable when the system property
 * {@code image-manager.program} is {@code native}, as it is in {@code mvn verify -Dnative}.
 */
final class Program {

    private static final Path HOME = Path.of(System.getProperty("image-manager.home", "."));

    /** Not that of the user who runs the tests. */
    private static final Path STATE =
            HOME.resolve("target/state").toAbsolutePath().normalize();

    /** What a shell runs in the background ignores Ctrl-C, and so does all that it starts; a user's program does not. */
    private static final List<String> WITH_DEFAULT_SIGNALS =
            System.getProperty("os.name").equals("Linux") ? List.of("env", "--default-signal=INT") : List.of();

    private static final Duration USUAL_LIMIT = Duration.ofMinutes(5);

    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private BiFunction<Path, List<String>, List<String>> starter = Program::command;
    private Duration limit = USUAL_LIMIT;

    /** @param directory that it is started in */
    Program(Path directory) {
        this.directory = directory;
        environment.put("NO_COLOR", "1");
        environment.put("XDG_STATE_HOME", STATE.toString());
    }

    static boolean isNative() {
        return System.getProperty("image-manager.program", "jar").equals("native");
    }

    private static Path nativeExecutable() {
        Path file = HOME.resolve("target/image-manager");
        if (!Files.isExecutable(file)) {
            throw new AssertionError(file + " is missing; 'mvn package -Dnative' with GraalVM makes it");
        }
        return file;
    }

    /** Absolute, so that it can be called from any directory. */
    static Path executable() {
        return (isNative() ? nativeExecutable() : HOME.resolve("bin/image-manager")).toAbsolutePath();
    }

    /** What came of a command. */
    record Result(int exitCode, String output, String errors) {
        @Override
        public String toString() {
            return "exit code " + exitCode + "\n--- output\n" + output + "--- errors\n" + errors;
        }
    }

    /** @param value null to leave the variable out */
    Program with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** @param time for a command to end in */
    Program within(Duration time) {
        limit = time;
        return this;
    }

    Path directory() {
        return directory;
    }

    /** @param command for the program's home, absolute, and its arguments */
    Program startedBy(BiFunction<Path, List<String>, List<String>> command) {
        this.starter = command;
        return this;
    }

    /** @param words that are started instead, before the arguments */
    Program through(String... words) {
        return startedBy((home, arguments) ->
                Stream.concat(Stream.of(words), arguments.stream()).toList());
    }

    private static List<String> command(Path home, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(executable().toString()));
        command.addAll(arguments);
        return command;
    }

    Result run(String... arguments) {
        try (Running running = start(arguments)) {
            return running.await();
        }
    }

    Running start(String... arguments) {
        List<String> command = new ArrayList<>(WITH_DEFAULT_SIGNALS);
        command.addAll(starter.apply(HOME.toAbsolutePath().normalize(), List.of(arguments)));
        try {
            Path output = Files.createTempFile("output", ".txt");
            Path errors = Files.createTempFile("errors", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            environment.forEach((name, value) -> {
                if (value == null) {
                    builder.environment().remove(name);
                } else {
                    builder.environment().put(name, value);
                }
            });
            return new Running(builder.start(), output, errors, limit);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A command that goes on. */
    record Running(Process process, Path output, Path errors, Duration limit) implements AutoCloseable {

        Result await() {
            try {
                if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("the program did not end:\n" + errorsSoFar());
                }
                return new Result(process.exitValue(), Files.readString(output), errorsSoFar());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        String errorsSoFar() {
            try {
                return new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** What Ctrl-C sends. */
        void interrupt() {
            signal("INT");
        }

        void signal(String name) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitErrors(String text) {
            await(() -> errorsSoFar().contains(text), "the message '" + text + "'");
        }

        void awaitFile(Path file, String text) {
            await(() -> Files.exists(file) && content(file).contains(text), "'" + text + "' in " + file);
        }

        private static String content(Path file) {
            try {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                return "";
            }
        }

        void await(BooleanSupplier condition, String what) {
            long end = System.nanoTime() + limit.toNanos();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new AssertionError("waited in vain for " + what + " in:\n" + errorsSoFar());
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            try {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
