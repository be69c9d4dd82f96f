package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.Seconds;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.RunStatistics;
import dev.imagemanager.pipeline.run.TargetResult;
import dev.imagemanager.pipeline.step.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result of a run as a table with a row for each target, and a summary. */
final class ResultTable {

    static final String NOTHING = "-";

    private static final int MOST_NAMES = 20;

    private ResultTable() {}

    /** @param retryCommand repeats what failed */
    static List<String> lines(RunReport report, String retryCommand) {
        TextTable table = new TextTable(headings(report).toArray(String[]::new));
        report.results().forEach(result -> table.add(row(report, result).toArray(String[]::new)));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(summary(report));
        if (report.statistics().hasWorked()) {
            lines.add(schedule(report.statistics()));
        }
        if (!report.failed().isEmpty()) {
            lines.add(failed(report.failed()));
            lines.add("  repeat them, and what waits for them, with '" + retryCommand + "'");
        }
        return lines;
    }

    private static String schedule(RunStatistics statistics) {
        String path = shortened(
                statistics.criticalTargets().stream().map(Object::toString).toList(), " > ");
        return "longest chain " + Seconds.of(statistics.criticalTime()) + " (" + path + "), "
                + String.format(Locale.ROOT, "%.1f", statistics.parallelism()) + " at once"
                + (statistics.saved().isZero() ? "" : ", saved " + Seconds.of(statistics.saved()));
    }

    private static String failed(List<TargetResult> results) {
        return "failed: "
                + shortened(
                        results.stream()
                                .map(result -> result.target() + " (" + result.state() + ")")
                                .toList(),
                        ", ");
    }

    private static String shortened(List<String> names, String separator) {
        return names.size() <= MOST_NAMES
                ? String.join(separator, names)
                : String.join(separator, names.subList(0, MOST_NAMES)) + separator + (names.size() - MOST_NAMES)
                        + " more";
    }

    static List<String> headings(RunReport report) {
        List<String> headings = new ArrayList<>(List.of("TARGET", "ALIASES"));
        headings.addAll(report.columns());
        headings.add("STATE");
        return headings;
    }

    static String summary(RunReport report) {
        String counts = report.counts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return Counts.of(report.results().size(), "target") + " in " + Seconds.of(report.time())
                + (counts.isEmpty() ? "" : ": " + counts);
    }

    static List<String> row(RunReport report, TargetResult result) {
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
