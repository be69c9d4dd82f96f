package dev.imagemanager.cli.console;

import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The two streams that the program writes to, always in UTF-8: results to standard output, everything else to standard
 * error. Whole lines only, one writer at a time.
 */
@Singleton
public final class Console {

    private static final int BUFFER = 1 << 16;

    /** What a pipe says whose reader has ended, which is its good right: {@code list | head}. */
    private static final String NO_READER = "Broken pipe";

    private final WatchedStream watchedResults;
    private final PrintStream results;
    private final PrintStream messages;
    private final ReentrantLock turn = new ReentrantLock();
    private final Style style;

    public Console() {
        this(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Style.forTerminal(System.console() != null, System.getenv()));
    }

    /** For tests. */
    public Console(OutputStream results, OutputStream messages, Style style) {
        this.watchedResults = new WatchedStream(results);
        this.results = stream(watchedResults);
        this.messages = stream(messages);
        this.style = style;
    }

    /** Colours for messages, or none where they would disturb. */
    public Style style() {
        return style;
    }

    public void result(String line) {
        print(results, line, true);
    }

    /** A result that ends its lines itself. */
    public void resultText(String text) {
        print(results, text, false);
    }

    /** Whether results still go somewhere; false once the program that they were piped to has ended. */
    public boolean hasReader() {
        return !results.checkError();
    }

    /** Why results were lost, if they were; not for want of a reader. */
    public Optional<IOException> lostResults() {
        return watchedResults.failure().filter(failure -> !String.valueOf(failure.getMessage())
                .contains(NO_READER));
    }

    public void message(String line) {
        print(messages, line, true);
    }

    private void print(PrintStream stream, String text, boolean endLine) {
        turn.lock();
        try {
            stream.print(text);
            if (endLine) {
                stream.print('\n');
            }
            stream.flush();
        } finally {
            turn.unlock();
        }
    }

    private static PrintStream stream(OutputStream destination) {
        return new PrintStream(new BufferedOutputStream(destination, BUFFER), false, StandardCharsets.UTF_8);
    }
}
