package dev.imagemanager.infra.process;

import dev.imagemanager.infra.process.ProcessRunner.ByteConsumer;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a consumer read the output of a program as bytes, and closes it, so that the program does not wait for a reader. */
final class ByteReader implements OutputReader {

    private final FutureTask<Void> work;
    private final Duration limit;

    private ByteReader(FutureTask<Void> work, Duration limit) {
        this.work = work;
        this.limit = limit;
    }

    /** @param limit how long the consumer may take after the program exited */
    static ByteReader start(InputStream stream, ByteConsumer consumer, String name, Duration limit) {
        FutureTask<Void> work = new FutureTask<>(() -> {
            try (stream) {
                consumer.read(stream);
            }
            return null;
        });
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return new ByteReader(work, limit);
    }

    /** Output that was not read yet is never given up, however long that takes within the limit. */
    @Override
    public void finish(Duration silence) throws InterruptedException, ExecutionException, TimeoutException {
        work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        work.cancel(true);
    }
}
