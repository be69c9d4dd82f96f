package dev.imagemanager.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that one command holds at a time. The operating system releases it when the process ends. The empty file is
 * not removed, since another command may wait for it.
 */
public final class LockFile implements AutoCloseable {

    private static final long TRY_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock. Waits while another command holds it.
     *
     * @param file the lock file; its directory is created if necessary
     * @param onWait called before waiting, if the lock is not free
     * @throws InterruptedException if interrupted while waiting
     */
    public static LockFile take(Path file, Runnable onWait) throws IOException, InterruptedException {
        return take(file, NO_LIMIT, onWait)
                .orElseThrow(() -> new IOException("another command has held it for " + NO_LIMIT.toDays() + " days"));
    }

    /** Work to do while holding the lock. */
    public interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /** {@linkplain #take(Path, Runnable) Takes} the lock, does the work and releases the lock. */
    public static <T> T whileHeld(Path file, Runnable onWait, Work<T> work) throws IOException, InterruptedException {
        LockFile held = take(file, onWait);
        try {
            return work.run();
        } finally {
            held.close();
        }
    }

    /**
     * @return empty if the lock was not free within the limit
     * @throws RefusedFileException if something else is in the file's place, such as a link
     */
    public static Optional<LockFile> take(Path file, Duration limit, Runnable onWait)
            throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        RegularFile.requireNoOther(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean taken = false;
        try {
            taken = isTaken(channel) || await(channel, limit, onWait);
            return taken ? Optional.of(new LockFile(channel)) : Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static boolean await(FileChannel channel, Duration limit, Runnable onWait)
            throws IOException, InterruptedException {
        onWait.run();
        long end = System.nanoTime() + limit.toNanos();
        while (!isTaken(channel)) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(TRY_EVERY);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProgram) {
            return false;
        }
    }

    /** Returns whether who held it before left its {@linkplain #mark mark}, since it was killed. */
    public boolean isMarked() throws IOException {
        return channel.size() > 0;
    }

    /** Sets or removes a mark, which stays in the file. */
    public void mark(boolean isSet) throws IOException {
        channel.truncate(0);
        if (isSet) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), 0);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
