package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.PlainText;
import dev.imagemanager.pipeline.report.Markdown;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.TargetResult;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.problem.Problem;
import java.util.Collections;
import java.util.List;

/** The result of a run for the page of a job: a table with a row for each target, and what failed with its last lines. */
final class ResultMarkdown {

    private ResultMarkdown() {}

    static String of(RunReport report) {
        Markdown text = new Markdown("\n…\n");
        text.add("### image-manager\n\n");
        text.add(Markdown.escaped(ResultTable.summary(report)) + "\n\n");
        report.results().forEach(result -> addFailures(text, result));
        List<String> headings = ResultTable.headings(report);
        text.addRow(headings.toArray(String[]::new));
        text.addRow(Collections.nCopies(headings.size(), "---").toArray(String[]::new));
        report.results()
                .forEach(result -> text.addRow(ResultTable.row(report, result).stream()
                        .map(cell -> cell.equals(ResultTable.NOTHING) ? "" : Markdown.escaped(cell))
                        .toArray(String[]::new)));
        return text.toString();
    }

    private static void addFailures(Markdown text, TargetResult result) {
        result.outcomes().values().stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .forEach(failed -> {
                    failed.problems().forEach(problem -> text.add(paragraph(problem)));
                    if (!failed.details().isEmpty()) {
                        text.add(Markdown.fenced("", PlainText.of(String.join("\n", failed.details()))) + "\n");
                    }
                });
    }

    private static String paragraph(Problem problem) {
        return "**" + Markdown.escaped(oneLine(problem.message())) + "**"
                + problem.location()
                        .map(place -> " at " + Markdown.code(place.toString()))
                        .orElse("")
                + problem.hint()
                        .map(hint -> "; " + Markdown.escaped(oneLine(hint)))
                        .orElse("")
                + "\n\n";
    }

    private static String oneLine(String text) {
        return PlainText.of(text).replaceAll("\\s+", " ");
    }
}
