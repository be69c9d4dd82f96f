package dev.imagemanager.pipeline.services;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** What a service has written, and goes on writing. */
public final class ServiceLog {

    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path file;

    ServiceLog(Path file) {
        this.file = file;
    }

    /**
     * Hands on every line.
     *
     * @param follow whether to wait for more, until the program is told to end; a service that is started anew begins its
     *     log anew, and is followed there
     * @param reader takes a line, and says whether it wants more
     * @throws InterruptedException if the program is told to end
     */
    public void read(boolean follow, Predicate<String> reader) throws InterruptedException {
        Interruption interruption = new Interruption();
        try {
            boolean more = readFile(follow, reader);
            while (follow && more) {
                more = readFile(true, reader);
            }
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + file + ": " + FailureReason.of(failure)), failure);
        } finally {
            interruption.close();
        }
    }

    /** @return whether more is wanted */
    private boolean readFile(boolean follow, Predicate<String> reader) throws IOException, InterruptedException {
        Object key = keyOf();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (InputStream content = Files.newInputStream(file)) {
            while (true) {
                int count = content.read(buffer);
                for (int i = 0; i < count; i++) {
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                    } else if (!reader.test(line.toString(StandardCharsets.UTF_8))) {
                        return false;
                    } else {
                        line.reset();
                    }
                }
                if (count > 0) {
                    continue;
                }
                if (!follow || Files.exists(file) && !keyOf().equals(key)) {
                    break;
                }
                LockSupport.parkNanos(LOOK_EVERY);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return line.size() == 0 || reader.test(line.toString(StandardCharsets.UTF_8));
    }

    /** Tells two files of the same name apart. */
    private Object keyOf() throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
