package dev.imagemanager.infra.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads the lines of one output stream of a program in a separate thread and passes them to a consumer. */
final class LineReader implements OutputReader {

    private final Consumer<String> lines;
    private final FutureTask<Void> work;

    /** Odd while a line is passed to the consumer. */
    private volatile long steps;

    private volatile boolean stopped;

    private LineReader(InputStream stream, Consumer<String> lines) {
        this.lines = lines;
        this.work = new FutureTask<>(() -> read(stream));
    }

    static LineReader start(InputStream stream, Consumer<String> lines, String name) {
        LineReader reader = new LineReader(stream, lines);
        Thread thread = new Thread(reader.work, name);
        thread.setDaemon(true);
        thread.start();
        return reader;
    }

    private Void read(InputStream stream) throws IOException {
        try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null && !stopped; line = text.readLine()) {
                handOn(line);
            }
        }
        return null;
    }

    /** Called only by the reading thread, which alone changes the counter. */
    private void handOn(String line) {
        steps++;
        lines.accept(line);
        steps++;
    }

    /**
     * Waits for the end of the stream, or until there is no output for some time: child processes that are still
     * running may keep the stream open.
     *
     * @throws ExecutionException if the consumer failed
     */
    @Override
    public void finish(Duration silence) throws InterruptedException, ExecutionException {
        long before;
        do {
            before = steps;
            try {
                work.get(silence.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillOpen) {
                continue;
            }
        } while (steps != before || steps % 2 == 1);
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
