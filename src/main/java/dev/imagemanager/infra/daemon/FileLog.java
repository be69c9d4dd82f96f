package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.RegularFile;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A log file, which is no link. A restarted service creates a new file with the same name; a reader that follows continues with it. */
final class FileLog implements ServiceLog {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path file;

    FileLog(Path file) {
        this.file = file;
    }

    @Override
    public void read(boolean follow, Predicate<String> reader) throws InterruptedException {
        try {
            boolean more = readFile(follow, reader);
            while (follow && more) {
                more = readFile(true, reader);
            }
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + file + ": " + FailureReason.of(failure)), failure);
        }
    }

    /** @return whether the reader accepts more lines */
    private boolean readFile(boolean follow, Predicate<String> reader) throws IOException, InterruptedException {
        Object inode = inode();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (InputStream content = RegularFile.open(file)) {
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
                if (!follow || Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !inode().equals(inode)) {
                    break;
                }
                LockSupport.parkNanos(INTERVAL_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return line.size() == 0 || reader.test(line.toString(StandardCharsets.UTF_8));
    }

    private Object inode() throws IOException {
        return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
