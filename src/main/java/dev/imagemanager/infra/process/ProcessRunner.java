package dev.imagemanager.infra.process;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.TooSlowException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Runs programs and passes on their output line by line. If the time limit is exceeded or the calling thread is
 * interrupted, the program and its child processes are stopped.
 */
@Singleton
public final class ProcessRunner {

    private static final Logger LOG = Logger.getLogger(ProcessRunner.class);

    private static final long MEBIBYTE = 1 << 20;

    /** How long a program may take to exit when it is asked to. */
    private final Duration timeToEnd;

    /** How long to wait for further output after the program exited. */
    private final Duration timeForRest;

    public ProcessRunner() {
        this(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    ProcessRunner(Duration timeToEnd, Duration timeForRest) {
        this.timeToEnd = timeToEnd;
        this.timeForRest = timeForRest;
    }

    /**
     * @param output receives each line of standard output, in a separate thread
     * @param errors receives each line of standard error, in a separate thread
     * @return the exit code
     * @throws RuntimeException if a consumer threw it; the program was stopped
     * @throws TooSlowException if the program exceeds its time limit
     * @throws EnvironmentException if the program cannot be started, or exceeds the limit of its output
     * @throws InterruptedException if the calling thread is interrupted; the program was stopped
     */
    public int run(ProcessCommand command, Consumer<String> output, Consumer<String> errors)
            throws InterruptedException {
        return run(
                command,
                (process, name) -> LineReader.start(limited(command, process, process.getInputStream()), output, name),
                errors);
    }

    /** Reads bytes that a program prints. It may leave some unread; the program cannot write further ones then. */
    public interface ByteConsumer {
        void read(InputStream output) throws IOException;
    }

    /**
     * Runs a program whose standard output is not text.
     *
     * @param output reads standard output, in a separate thread
     * @param errors receives each line of standard error, in a separate thread
     * @return the exit code
     * @throws RuntimeException if a consumer threw it; the program was stopped
     * @throws TooSlowException if the program exceeds its time limit, also while its output is read
     * @throws EnvironmentException if the program cannot be started
     * @throws InterruptedException if the calling thread is interrupted; the program was stopped
     */
    public int runForBytes(ProcessCommand command, ByteConsumer output, Consumer<String> errors)
            throws InterruptedException {
        return run(
                command,
                (process, name) -> ByteReader.start(process.getInputStream(), output, name, command.timeLimit()),
                errors);
    }

    /** Starts to read the output of a program. */
    private interface Reading {
        OutputReader start(Process process, String name);
    }

    private InputStream limited(ProcessCommand command, Process process, InputStream stream) {
        return new LimitedOutput(stream, command.mostOutput(), () -> stop(process));
    }

    private int run(ProcessCommand command, Reading reading, Consumer<String> errors) throws InterruptedException {
        LOG.debugf("running %s", command.command());
        Process process = start(command);
        OutputReader outputReader = reading.start(process, "output of " + command.program());
        LineReader errorReader = LineReader.start(
                limited(command, process, process.getErrorStream()), errors, "errors of " + command.program());
        try {
            write(command, process);
            if (!process.waitFor(command.timeLimit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooSlowException(command.program(), command.timeLimit());
            }
            outputReader.finish(timeForRest);
            errorReader.finish(timeForRest);
            return process.exitValue();
        } catch (TimeoutException stillRead) {
            throw new TooSlowException(command.program(), command.timeLimit());
        } catch (ExecutionException failedReader) {
            if (failedReader.getCause() instanceof RuntimeException ofConsumer) {
                throw ofConsumer;
            }
            if (failedReader.getCause() instanceof LimitedOutput.ExceededException) {
                throw new EnvironmentException(Problem.error(command.program() + " printed more than "
                        + command.mostOutput() / MEBIBYTE + " MiB and was stopped"));
            }
            throw new IllegalStateException("reading from " + command.program() + " failed", failedReader.getCause());
        } finally {
            outputReader.stop();
            errorReader.stop();
            stop(process);
        }
    }

    /** Ignores failures to write: a program may exit without reading its input, and its exit code is reported. */
    private static void write(ProcessCommand command, Process process) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(command.input().getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            LOG.debugf(notRead, "%s does not read its input", command.program());
        }
    }

    private static Process start(ProcessCommand command) {
        ProcessBuilder builder = new ProcessBuilder(command.command());
        command.passed().reduce(builder.environment());
        builder.environment().putAll(command.environment());
        command.directory().ifPresent(directory -> builder.directory(directory.toFile()));
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new EnvironmentException(
                    StartFailures.describe(command.program(), command.command(), failure), failure);
        }
    }

    /** Asks the program to exit, then kills it. Returns when it has exited. */
    private void stop(Process process) {
        if (!process.isAlive()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(timeToEnd.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException again) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
