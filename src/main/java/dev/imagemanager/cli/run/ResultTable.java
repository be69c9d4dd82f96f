package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.Seconds;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.TargetResult;
import dev.imagemanager.pipeline.step.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result of a run as a table with a row for each target, and a summary. */
final class ResultTable {

    private static final String NOTHING = "-";

    private ResultTable() {}

    static List<String> lines(RunReport report) {
        List<String> headings = new ArrayList<>(List.of("TARGET", "ALIASES"));
        headings.addAll(report.columns());
        headings.add("STATE");
        TextTable table = new TextTable(headings.toArray(String[]::new));
        report.results().forEach(result -> table.add(row(report, result).toArray(String[]::new)));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(Counts.of(report.results().size(), "target") + " in " + Seconds.of(report.time()) + ": "
                + report.counts().entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ")));
        return lines;
    }

    private static List<String> row(RunReport report, TargetResult result) {
        List<String> row = new ArrayList<>();
        row.add(result.target().toString());
        row.add(
                result.target().aliases().isEmpty()
                        ? NOTHING
                        : String.join(", ", result.target().aliases()));
        report.columns()
                .forEach(column ->
                        row.add(result.fact(column).map(ResultTable::shown).orElse(NOTHING)));
        row.add(result.state().toString());
        return row;
    }

    private static String shown(Fact.Value value) {
        if (value instanceof Fact.Value.Bytes bytes) {
            return String.format(Locale.ROOT, "%.1f MB", bytes.count() / 1_000_000.0);
        }
        if (value instanceof Fact.Value.Time time) {
            return Seconds.of(time.duration());
        }
        return value instanceof Fact.Value.Content content
                ? content.digest().abbreviated()
                : ((Fact.Value.Text) value).text();
    }
}
