package dev.imagemanager.model.settings;

import java.time.Instant;

/**
 * The latest time that images contain: times in their configuration, and those of files in their layers, which are set to it if
 * they are later (reproducible-builds.org, {@code SOURCE_DATE_EPOCH}).
 */
public sealed interface SourceDate {

    /**
     * The same for all images, so that the same steps give the same digest whenever and wherever they run. ZIP archives, which
     * begin with 1980, can contain it in all time zones; Gradle uses it for the same reason.
     */
    Fixed DEFAULT = new Fixed(Instant.parse("1980-02-01T00:00:00Z"));

    /** Times are what they are. */
    record Unchanged() implements SourceDate {}

    /** The time of the commit that is checked out. */
    record OfCommit() implements SourceDate {}

    record Fixed(Instant instant) implements SourceDate {}

    /** @param written a valid value of {@code source_date_epoch} */
    static SourceDate of(String written) {
        return switch (written) {
            case "commit" -> new OfCommit();
            case "false", "False", "FALSE" -> new Unchanged();
            default -> new Fixed(Instant.ofEpochSecond(Long.parseLong(written)));
        };
    }
}
