package dev.imagemanager.model;

import dev.imagemanager.config.TimeSpan;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long one kind of work on a target may take.
 *
 * @param key of definitions that sets it: {@code timeout.test}
 */
public record TimeLimit(String key, Duration time, Source source) {

    /** Who set it. */
    public sealed interface Source {
        /** Nobody. */
        record Default() implements Source {}

        /** A definition or the settings of the fleet. */
        record Written(SourceLocation place) implements Source {}

        /** The user, for one command. */
        record Command() implements Source {}
    }

    /**
     * Returns that it was exceeded, with its source and how to raise it.
     *
     * @param work what was stopped: {@code test of app:1}
     * @param definition the file that can set it
     */
    public Problem exceeded(String work, Path definition) {
        String text = "the " + work + " did not end within " + TimeSpan.format(time);
        String longer = TimeSpan.format(time.multipliedBy(2));
        if (source instanceof Source.Written written) {
            return Problem.error(written.place(), text + ", and was stopped")
                    .withHint("raise '" + key + "' here, or use --timeout " + longer + " for one command");
        }
        if (source instanceof Source.Command) {
            return Problem.error(text + ", the time of --timeout, and was stopped")
                    .withHint("use --timeout " + longer + ", or leave it out");
        }
        String[] keys = key.split("\\.");
        return Problem.error(text + ", the default, and was stopped")
                .withHint("write '" + keys[0] + ": { " + keys[1] + ": " + longer + " }' in " + definition
                        + " or .image-manager.yml, or use --timeout " + longer + " for one command");
    }
}
