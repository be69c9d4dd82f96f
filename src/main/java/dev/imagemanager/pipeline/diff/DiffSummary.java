package dev.imagemanager.pipeline.diff;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of differences on one line: {@code targets: 1 added, 2 changed; aliases: 2 moved (1 backwards)}. */
final class DiffSummary {

    private DiffSummary() {}

    /** A number and what it counts. */
    private record Count(long number, String what) {}

    static String of(FleetDiff diff) {
        long backwards =
                diff.moves().filter(alias -> alias.isBackwards().orElse(false)).count();
        List<AliasChange> aliases = diff.images().stream()
                .flatMap(image -> image.aliases().stream())
                .toList();
        return Stream.of(
                        line(
                                "targets",
                                new Count(diff.added(), "added"),
                                new Count(diff.removed(), "removed"),
                                new Count(diff.changed(), "changed")),
                        line(
                                "aliases",
                                new Count(
                                        diff.moves().count(),
                                        "moved" + (backwards > 0 ? " (" + backwards + " backwards)" : "")),
                                new Count(
                                        aliases.stream()
                                                .filter(alias ->
                                                        alias.tag().before().isEmpty())
                                                .count(),
                                        "added"),
                                new Count(
                                        aliases.stream()
                                                .filter(alias ->
                                                        alias.tag().after().isEmpty())
                                                .count(),
                                        "removed")))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Returns an empty text if all numbers are 0. */
    private static String line(String subject, Count... counts) {
        String text = Stream.of(counts)
                .filter(count -> count.number() > 0)
                .map(count -> count.number() + " " + count.what())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : subject + ": " + text;
    }
}
