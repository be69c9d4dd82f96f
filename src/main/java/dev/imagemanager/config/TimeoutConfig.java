package dev.imagemanager.config;

import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** The key {@code timeout} as written: how long work on a target may take, as {@link TimeSpan}s. */
public record TimeoutConfig(
        Optional<@Pattern(regexp = TimeSpan.POSITIVE, message = TimeSpan.POSITIVE_RULE) String> build,
        Optional<@Pattern(regexp = TimeSpan.POSITIVE, message = TimeSpan.POSITIVE_RULE) String> test) {

    static final TimeoutConfig NONE = new TimeoutConfig(Optional.empty(), Optional.empty());

    static TimeoutConfig read(MappingReader reader) {
        return new TimeoutConfig(reader.text("build"), reader.text("test"));
    }
}
