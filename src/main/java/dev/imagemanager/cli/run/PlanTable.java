package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.report.Markdown;
import dev.imagemanager.pipeline.run.PlanReport;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.PlannedWork.Kind;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as text or as Markdown: a row for each image, and a summary. */
final class PlanTable {

    private static final String CUT =
            "\n**Not everything is shown**, since a comment cannot be longer. `image-manager plan` shows all of it.\n";

    private PlanTable() {}

    static List<String> lines(PlanReport plan) {
        TextTable table = new TextTable("TARGET", "STEP", "PLATFORM", "ACTION", "WHY");
        plan.work()
                .forEach(item -> table.add(
                        item.target().toString(), item.activity().name(), platform(item), item.action(), item.why()));
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
            text.add("\n")
                    .addRow("target", "step", "platform", "action", "why")
                    .addRow("---", "---", "---", "---", "---");
            work.forEach(item -> text.addRow(
                    Markdown.code(item.target().toString()),
                    item.activity().name(),
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
        Map<Activity, Map<Kind, Long>> counts = plan.work().stream()
                .collect(Collectors.groupingBy(
                        PlannedWork::activity,
                        LinkedHashMap::new,
                        Collectors.groupingBy(
                                PlannedWork::kind, () -> new EnumMap<>(Kind.class), Collectors.counting())));
        return counts.isEmpty()
                ? "nothing to do"
                : counts.entrySet().stream()
                        .map(step -> summary(step.getKey(), step.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String summary(Activity step, Map<Kind, Long> counts) {
        boolean isBuild = step.equals(BuildStep.ACTIVITY);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        String depending = isBuild ? " that depend on those, " : " that depend on builds, ";
        return Counts.of((int) all, isBuild ? "image" : step.name()) + ": "
                + counts.getOrDefault(Kind.SOME, 0L) + (isBuild ? " to build, " : " to run, ")
                + (counts.containsKey(Kind.UNKNOWN) ? counts.get(Kind.UNKNOWN) + depending : "")
                + counts.getOrDefault(Kind.NONE, 0L) + " up to date";
    }
}
