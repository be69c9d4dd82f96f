package dev.imagemanager.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes results to standard output and messages to standard error, in UTF-8. Writes whole lines; safe for use by
 * several threads. Credentials are masked.
 */
@Singleton
public final class Console {

    private static final int BUFFER = 1 << 16;

    private static final DateTimeFormatter EVENT_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The error of a pipe whose reader has ended, which is not a failure: {@code list | head}. */
    private static final String NO_READER = "Broken pipe";

    private final WatchedStream watchedResults;
    private final PrintStream results;
    private final PrintStream messages;
    private final ReentrantLock turn = new ReentrantLock();
    private final Style style;
    private final SecretMask mask;
    private final CiSystem ciSystem;

    private Optional<LiveArea> live = Optional.empty();

    /** Present if messages are events for programs. */
    private volatile Optional<InstantSource> eventClock = Optional.empty();

    @Inject
    public Console(SecretMask mask) {
        this(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Style.forTerminal(System.console() != null, System.getenv()),
                mask,
                CiSystem.of(System.getenv()));
    }

    /** For tests. */
    public Console(OutputStream results, OutputStream messages, Style style, SecretMask mask) {
        this(results, messages, style, mask, CiSystem.NONE);
    }

    /** For tests. */
    public Console(OutputStream results, OutputStream messages, Style style, SecretMask mask, CiSystem ciSystem) {
        this.watchedResults = new WatchedStream(results);
        this.results = stream(watchedResults);
        this.messages = stream(messages);
        this.style = style;
        this.mask = mask;
        this.ciSystem = ciSystem;
    }

    /** Returns the style of messages. */
    public Style style() {
        return style;
    }

    public void result(String line) {
        print(results, harmless(line), true);
    }

    /** Prints a result that contains its line breaks. */
    public void resultText(String text) {
        print(results, harmless(text), false);
    }

    /** Prints a result as JSON. */
    public void result(ObjectNode document) {
        String json = JsonDocument.print(mask.isEmpty() ? document : MaskedJson.of(document, mask));
        print(results, ciSystem.harmlessJson(json), false);
    }

    /** Returns whether results are still read; false if the program that they are piped to has ended. */
    public boolean hasReader() {
        return !results.checkError();
    }

    /** Returns the failure of writing results; empty if the reader of a pipe has ended. */
    public Optional<IOException> lostResults() {
        return watchedResults.failure().filter(failure -> !String.valueOf(failure.getMessage())
                .contains(NO_READER));
    }

    public void message(String line) {
        if (writesEvents()) {
            event("message", event -> event.put("text", line));
        } else {
            print(messages, harmless(line), true);
        }
    }

    /** Returns the CI system that reads the output. */
    public CiSystem ciSystem() {
        return ciSystem;
    }

    /** Prints a line that is a command for the CI system. Must not contain text that was not escaped for it. */
    public void command(String line) {
        print(messages, mask.apply(line), true);
    }

    /**
     * Prints lines between two commands for the CI system, all at once.
     *
     * @param begin as for {@link #command}
     * @param end as for {@link #command}
     */
    public void block(String begin, List<String> lines, String end) {
        StringBuilder text = new StringBuilder(mask.apply(begin));
        lines.forEach(line -> text.append('\n').append(harmless(line)));
        print(messages, text.append('\n').append(mask.apply(end)).toString(), true);
    }

    /** From now on, each message is a JSON document in a line of its own. */
    public void writeEvents(InstantSource clock) {
        eventClock = Optional.of(clock);
    }

    /** Returns whether messages are events for programs. */
    public boolean writesEvents() {
        return eventClock.isPresent();
    }

    /**
     * Prints an event for programs, with its time (RFC 3339).
     *
     * @param name of the event, stable
     * @param content adds what there is to say
     */
    public void event(String name, Consumer<ObjectNode> content) {
        ObjectNode event = JsonDocument.create()
                .put("time", EVENT_TIME.format(eventClock.orElseThrow().instant()))
                .put("event", name);
        content.accept(event);
        ObjectNode masked = mask.isEmpty() ? event : MaskedJson.of(event, mask);
        print(messages, ciSystem.harmlessJson(masked.toString()), true);
    }

    private String harmless(String text) {
        return ciSystem.harmless(mask.apply(text));
    }

    /** Ends the program, if it cannot start. */
    public void end(ExitCode exitCode) {
        System.exit(exitCode.number());
    }

    /** Shows lines below everything else, in the place of those before, until {@link #endLive}. */
    void drawLive(List<String> lines, int columns) {
        turn.lock();
        try {
            if (live.isEmpty()) {
                live = Optional.of(new LiveArea());
            }
            messages.print(live.get().draw(lines, columns));
            messages.flush();
        } finally {
            turn.unlock();
        }
    }

    /** Removes the lines that {@link #drawLive} shows. */
    void endLive() {
        turn.lock();
        try {
            live.ifPresent(area -> messages.print(area.erase()));
            messages.flush();
            live = Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    private void print(PrintStream stream, String text, boolean endLine) {
        turn.lock();
        try {
            if (live.isPresent() && stream == messages) {
                stream.print(live.get().above(text));
                stream.flush();
                return;
            }
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
