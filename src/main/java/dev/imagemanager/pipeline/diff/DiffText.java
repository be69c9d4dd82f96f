package dev.imagemanager.pipeline.diff;

import dev.imagemanager.model.TargetName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The differences between two states of a fleet as text for a terminal. */
public final class DiffText {

    /** The most tags that are named; more are counted. */
    private static final int MOST_TAGS = 4;

    private DiffText() {}

    /** A line about an image; without a subject, there is no column for it. */
    private record Line(String kind, String subject, String rest) {}

    /** @param withFiles whether to add the differences of generated files */
    public static String of(ComparedFleets compared, boolean withFiles) {
        FleetDiff diff = compared.diff();
        String before = name(compared.before());
        String after = name(compared.after());
        if (diff.isEmpty()) {
            return before + " and " + after + " describe the same fleet\n";
        }
        StringBuilder text = new StringBuilder(before + " → " + after + "\n");
        diff.images().forEach(image -> append(text, image));
        text.append('\n').append(DiffSummary.of(diff)).append('\n');
        if (withFiles) {
            diff.files().keySet().forEach(file -> text.append('\n').append(diff.unified(file)));
        }
        return text.toString();
    }

    private static String name(FleetState state) {
        return state.revision()
                .map(revision -> revision + " (" + state.shortCommit().orElseThrow() + ")")
                .orElse("the working tree");
    }

    private static void append(StringBuilder text, ImageDiff image) {
        List<Line> lines = new ArrayList<>();
        addTargets(lines, "added", image.added());
        addTargets(lines, "removed", image.removed());
        DiffRow.of(image).forEach(row -> lines.add(line(row)));
        int kinds = lines.stream().mapToInt(line -> line.kind().length()).max().orElse(0);
        int subjects =
                lines.stream().mapToInt(line -> line.subject().length()).max().orElse(0);
        text.append('\n').append(image.name()).append('\n');
        for (Line line : lines) {
            text.append("  ").append(padded(line.kind(), kinds)).append("  ");
            if (!line.subject().isEmpty()) {
                text.append(line.rest().isEmpty() ? line.subject() : padded(line.subject(), subjects) + "  ");
            }
            text.append(line.rest()).append('\n');
        }
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(length - text.length());
    }

    private static void addTargets(List<Line> lines, String kind, List<TargetName> targets) {
        if (!targets.isEmpty()) {
            lines.add(new Line(kind, "", targets.stream().map(TargetName::tag).collect(Collectors.joining(", "))));
        }
    }

    private static Line line(DiffRow row) {
        String change = row.values().map(DiffText::shown).orElse("");
        String scope = row.tags().isEmpty() ? "" : "(" + scope(row, UnaryOperator.identity()) + ")";
        String backwards = row.isBackwards() ? "(backwards)" : "";
        String rest = List.of(change, scope, backwards).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
        return new Line(row.kind().toString(), row.subject(), rest);
    }

    private static String shown(Change<String> values) {
        Optional<String> before = values.before();
        Optional<String> after = values.after();
        if (before.isEmpty()) {
            return "+ " + after.orElseThrow();
        }
        return after.map(value -> before.get() + " → " + value).orElse("- " + before.get());
    }

    /** Names the targets of a row by their tags, not too many. */
    static String scope(DiffRow row, UnaryOperator<String> name) {
        List<String> tags = row.tags().stream().map(name).toList();
        if (row.isEverywhere()) {
            return "all " + tags.size() + " targets";
        }
        return tags.size() <= MOST_TAGS
                ? String.join(", ", tags)
                : String.join(", ", tags.subList(0, MOST_TAGS - 1)) + " and " + (tags.size() - MOST_TAGS + 1) + " more";
    }
}
