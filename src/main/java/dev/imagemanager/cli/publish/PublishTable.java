package dev.imagemanager.cli.publish;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.Seconds;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.publish.PublishReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A publication as a table with a row for each image in each registry, and a summary. */
final class PublishTable {

    private static final String NOTHING = "-";

    private PublishTable() {}

    static List<String> lines(PublishReport report) {
        TextTable table = new TextTable("TARGET", "REPOSITORY", "DIGEST", "TAGS", "ATTACHED", "SENT", "STATE");
        report.images().forEach(image -> table.add(row(image)));
        report.withheld()
                .forEach(target ->
                        table.add(target.target().toString(), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, "withheld"));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(summary(report));
        report.problems().forEach(problem -> lines.add(problem.message()));
        return lines;
    }

    private static String[] row(PublishReport.Image image) {
        return new String[] {
            image.target().toString(),
            image.repository(),
            image.digest().abbreviated(),
            image.tags().stream().map(PublishTable::shown).collect(Collectors.joining(", ")),
            image.attached().isEmpty() ? NOTHING : String.join(", ", image.attached()),
            image.sent() == 0 ? NOTHING : ByteSize.format(image.sent()),
            image.state().toString()
        };
    }

    private static String shown(PublishReport.Tag tag) {
        String name = tag.move().tag();
        return switch (tag.state()) {
            case CURRENT -> name;
            case CREATED -> name + " (new)";
            case PLANNED -> name + (tag.move().from().isPresent() ? " (from " + before(tag) + ")" : " (new)");
            case MOVED -> name + " (from " + before(tag) + ")";
            case REFUSED -> name + " (refused: is " + before(tag) + ")";
            case KEPT -> name + (tag.move().from().isPresent() ? " (kept)" : " (not set)");
        };
    }

    private static String before(PublishReport.Tag tag) {
        return tag.move().from().orElseThrow().abbreviated();
    }

    private static String summary(PublishReport report) {
        Map<String, Long> counts = report.images().stream()
                .collect(Collectors.groupingBy(image -> image.state().toString(), TreeMap::new, Collectors.counting()));
        if (!report.withheld().isEmpty()) {
            counts.put("withheld", (long) report.withheld().size());
        }
        String states = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return Counts.of(report.images().size() + report.withheld().size(), "image") + " in "
                + Seconds.of(report.time()) + (states.isEmpty() ? "" : ": " + states)
                + (report.sent() == 0 ? "" : "; " + ByteSize.format(report.sent()) + " sent")
                + (report.isDryRun() ? "; nothing was changed" : "");
    }
}
