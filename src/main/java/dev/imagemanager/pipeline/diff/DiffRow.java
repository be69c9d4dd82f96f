package dev.imagemanager.pipeline.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A change in an image, for people: the same change in several targets is one row.
 *
 * @param subject the name of what changed; empty for parents and bases
 * @param values as short text; empty for a file
 * @param tags of the targets in which it changed; empty for an alias
 * @param isEverywhere whether these are all tags, and several
 * @param isBackwards whether it is an alias that names an earlier version than before
 */
record DiffRow(
        Kind kind,
        String subject,
        Optional<Change<String>> values,
        List<String> tags,
        boolean isEverywhere,
        boolean isBackwards) {

    /** What changed, in the order of the rows. */
    enum Kind {
        ALIAS,
        PARENT,
        BASE,
        VALUE,
        FILE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    DiffRow {
        tags = List.copyOf(tags);
    }

    /** A change of one target, which others may have too. */
    private record Shared(Kind kind, String subject, Optional<Change<?>> change) {}

    /** Returns the rows of an image, without its targets that were added or removed. */
    static List<DiffRow> of(ImageDiff image) {
        List<DiffRow> rows = new ArrayList<>();
        for (AliasChange alias : image.aliases()) {
            rows.add(new DiffRow(
                    Kind.ALIAS,
                    alias.alias(),
                    Optional.of(alias.tag()),
                    List.of(),
                    false,
                    alias.isBackwards().orElse(false)));
        }
        Map<Shared, List<String>> tagsByChange = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            image.targets().forEach(target -> changes(kind, target).forEach(change -> tagsByChange
                    .computeIfAbsent(change, key -> new ArrayList<>())
                    .add(target.target().tag())));
        }
        tagsByChange.forEach((change, tags) -> rows.add(new DiffRow(
                change.kind(),
                change.subject(),
                change.change().map(ValueText::of),
                tags,
                tags.size() > 1 && tags.size() == image.common(),
                false)));
        return rows;
    }

    private static Stream<Shared> changes(Kind kind, TargetDiff target) {
        return switch (kind) {
            case ALIAS -> Stream.of();
            case PARENT -> target.parents().stream().map(change -> new Shared(kind, "", Optional.of(change)));
            case BASE -> target.bases().stream().map(change -> new Shared(kind, "", Optional.of(change)));
            case VALUE ->
                target.values().entrySet().stream()
                        .map(value -> new Shared(kind, ValueText.text(value.getKey()), Optional.of(value.getValue())));
            case FILE ->
                target.files().keySet().stream()
                        .map(file -> new Shared(kind, file.getFileName().toString(), Optional.empty()));
        };
    }
}
