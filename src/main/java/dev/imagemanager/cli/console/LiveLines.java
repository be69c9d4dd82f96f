package dev.imagemanager.cli.console;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Shows lines that change at the end of the terminal, a few times a second, until it is closed or the program ends. Follows
 * changes of the terminal's size.
 */
public final class LiveLines implements AutoCloseable {

    /** Eight frames a second. */
    private static final long MILLISECONDS_BETWEEN_FRAMES = 125;

    private final Console console;
    private final Terminal terminal;
    private final Function<TerminalSize, List<String>> lines;
    private final Thread onExit = new Thread(this::end, "end of the live view");
    private final ScheduledExecutorService frames = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live view");
        thread.setDaemon(true);
        return thread;
    });
    private TerminalSize size;
    private Optional<Runnable> endOfResizing = Optional.empty();
    private volatile boolean isSizeKnown = true;
    private boolean isEnded;

    private LiveLines(
            Console console, Terminal terminal, TerminalSize size, Function<TerminalSize, List<String>> lines) {
        this.console = console;
        this.terminal = terminal;
        this.size = size;
        this.lines = lines;
    }

    /**
     * @param size of the terminal now
     * @param lines returns what to show on a terminal of a size: fewer lines than it has rows, none longer than its columns
     */
    public static LiveLines start(
            Console console, Terminal terminal, TerminalSize size, Function<TerminalSize, List<String>> lines) {
        LiveLines started = new LiveLines(console, terminal, size, lines);
        try {
            Runtime.getRuntime().addShutdownHook(started.onExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            started.isEnded = true;
        }
        started.endOfResizing = terminal.onResize(() -> started.isSizeKnown = false);
        started.frames.scheduleWithFixedDelay(started::draw, 0, MILLISECONDS_BETWEEN_FRAMES, TimeUnit.MILLISECONDS);
        return started;
    }

    private void draw() {
        if (!isSizeKnown) {
            isSizeKnown = true;
            measure();
        }
        synchronized (this) {
            if (!isEnded) {
                console.drawLive(lines.apply(size), size.columns());
            }
        }
    }

    private void measure() {
        try {
            size = terminal.size().orElse(size);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end() {
        if (!isEnded) {
            isEnded = true;
            console.endLive();
        }
    }

    @Override
    public void close() {
        frames.shutdown();
        endOfResizing.ifPresent(Runnable::run);
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook has run, or runs, and does the same.
            return;
        }
    }
}
