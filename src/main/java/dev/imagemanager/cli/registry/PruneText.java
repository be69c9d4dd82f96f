package dev.imagemanager.cli.registry;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.registry.PruneReport;
import dev.imagemanager.pipeline.registry.Removal;
import dev.imagemanager.pipeline.registry.RepositoryPlan;
import dev.imagemanager.pipeline.registry.Stay;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is removed from registries, for people. */
final class PruneText {

    private PruneText() {}

    static List<String> lines(PruneReport report) {
        List<String> lines = new ArrayList<>();
        if (report.plans().stream().anyMatch(plan -> !plan.removals().isEmpty())) {
            lines.addAll(table(report).lines());
            lines.add("");
        }
        lines.add((report.isDryRun() ? "would remove " : "removed ")
                + Counts.of(report.tags(), "tag") + " and " + Counts.of(report.manifests(), "manifest") + ", up to "
                + ByteSize.format(report.bytes())
                + (report.isDryRun() && report.tags() + report.manifests() > 0 ? "; --yes removes them" : ""));
        Map<Stay.Reason, Long> stays = stays(report);
        if (!stays.isEmpty()) {
            lines.add("tags that stay: "
                    + stays.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + reason(entry.getKey()))
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private static TextTable table(PruneReport report) {
        Stream<String> headings = Stream.of("REPOSITORY", "TAG", "DIGEST", "AGE", "SIZE", "REASON", "RESULT");
        TextTable table = new TextTable(columns(headings, report));
        for (RepositoryPlan plan : report.plans()) {
            plan.removals().forEach(removal -> table.add(columns(cells(removal, report), report)));
        }
        return table;
    }

    /** What is only planned has no result. */
    private static String[] columns(Stream<String> all, PruneReport report) {
        return all.limit(report.isDryRun() ? 6 : 7).toArray(String[]::new);
    }

    private static Stream<String> cells(Removal removal, PruneReport report) {
        return Stream.of(
                removal.repository().toString(),
                removal.tags().isEmpty()
                        ? "-"
                        : removal.tags().stream().map(ShownTag::of).collect(Collectors.joining(", ")),
                removal.digest().abbreviated(),
                ShownTag.age(removal.time(), report.now()),
                removal.isTagOnly() ? "-" : ByteSize.format(removal.bytes()),
                reason(removal),
                report.outcome(removal).toString());
    }

    private static String reason(Removal removal) {
        String owners =
                removal.owners().stream().sorted().map(Digest::abbreviated).collect(Collectors.joining(", "));
        return switch (removal.reason()) {
            case SNAPSHOT ->
                "snapshot " + removal.detail().orElse("") + (removal.isTagOnly() ? " (the image stays)" : "");
            case ORPHAN -> "not in the fleet";
            case KEY -> "key of no target";
            case PART -> "part of " + owners;
            case ATTACHED -> "attached to " + owners;
            case DANGLING -> "attached to nothing";
        };
    }

    private static Map<Stay.Reason, Long> stays(PruneReport report) {
        return report.plans().stream()
                .flatMap(plan -> plan.stays().stream())
                .collect(Collectors.groupingBy(
                        Stay::reason, () -> new EnumMap<>(Stay.Reason.class), Collectors.counting()));
    }

    private static String reason(Stay.Reason reason) {
        return switch (reason) {
            case YOUNG -> "too young";
            case AGE_UNKNOWN -> "of unknown age";
            case LAST -> "among the last";
            case NEEDED -> "of images that stay";
            case IN_USE -> "keys of targets";
            case KEYS_UNKNOWN -> "keys of images whose keys are not known";
            case NO_RULE -> "without a rule";
        };
    }

    /** Returns what may surprise. */
    static List<Problem> notes(PruneReport report) {
        Map<Stay.Reason, Long> stays = stays(report);
        List<Problem> notes = new ArrayList<>();
        if (stays.containsKey(Stay.Reason.AGE_UNKNOWN)) {
            notes.add(Problem.note("tags stay whose age is not known: neither the registry nor the images say it")
                    .withHint("images have no time of their own unless 'source_date_epoch' is 'commit' or 'false';"
                            + " --snapshots 0s and --older-than 0s do without ages"));
        }
        if (stays.containsKey(Stay.Reason.KEYS_UNKNOWN)) {
            notes.add(Problem.note("keys stay of images that have targets to be built, since these get other keys then")
                    .withHint("build the fleet first"));
        }
        return notes;
    }
}
