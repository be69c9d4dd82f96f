package dev.imagemanager.pipeline.step;

import dev.imagemanager.reference.Digest;
import java.time.Duration;

/**
 * A result of a step for a target, shown in a column of a table.
 *
 * @param column one of {@link Step#columns}
 */
public record Fact(String column, Value value) {

    /** The value of a column, formatted by the printer. */
    public sealed interface Value {
        record Bytes(long count) implements Value {}

        record Time(Duration duration) implements Value {}

        record Content(Digest digest) implements Value {}

        record Text(String text) implements Value {}
    }

    public static Fact bytes(String column, long count) {
        return new Fact(column, new Value.Bytes(count));
    }

    public static Fact time(String column, Duration duration) {
        return new Fact(column, new Value.Time(duration));
    }

    public static Fact content(String column, Digest digest) {
        return new Fact(column, new Value.Content(digest));
    }

    public static Fact text(String column, String text) {
        return new Fact(column, new Value.Text(text));
    }
}
