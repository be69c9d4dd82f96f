package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.report.Markdown;
import dev.imagemanager.pipeline.run.PlanReport;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.PlannedWork.Kind;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plan as text or as Markdown: a row for each image, and a summary. */
final class PlanTable {

    private static final String CUT =
            "\n**Not everything is shown**, since a comment cannot be longer. `image-manager plan` shows all of it.\n";

    private PlanTable() {}

    static List<String> lines(PlanReport plan) {
        TextTable table = new TextTable("TARGET", "PLATFORM", "ACTION", "WHY");
        plan.work().forEach(item -> table.add(item.target().toString(), platform(item), item.action(), item.why()));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(summary(plan));
        return lines;
    }

    static String markdown(PlanReport plan) {
        Markdown text = new Markdown(CUT);
        text.add("### Plan: " + summary(plan) + "\n");
        List<PlannedWork> work =
                plan.work().stream().filter(item -> item.kind() != Kind.NONE).toList();
        if (!work.isEmpty()) {
            text.add("\n").addRow("target", "platform", "action", "why").addRow("---", "---", "---", "---");
            work.forEach(item -> text.addRow(
                    Markdown.code(item.target().toString()),
                    platform(item),
                    item.action(),
                    Markdown.escaped(item.why())));
        }
        return text.toString();
    }

    private static String platform(PlannedWork item) {
        return item.platform().map(Platform::toString).orElse("");
    }

    private static String summary(PlanReport plan) {
        Map<Kind, Integer> counts = plan.counts();
        return Counts.of(plan.work().size(), "image") + ": "
                + counts.getOrDefault(Kind.SOME, 0) + " to build, "
                + (counts.containsKey(Kind.UNKNOWN) ? counts.get(Kind.UNKNOWN) + " that depend on those, " : "")
                + counts.getOrDefault(Kind.NONE, 0) + " up to date";
    }
}
