package dev.imagemanager.cli.run;

import static dev.imagemanager.config.masking.ControlSequences.printable;

import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.PlannedWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Explanations as text: for each image what is done, what changed, and what it follows from. */
final class ExplanationText {

    private static final int SHOWN_HASH = 19;
    private static final int SHOWN_VALUE = 40;
    private static final Pattern HASH = Pattern.compile("(sha256:)?[0-9a-f]{40,}");
    private static final int SHOWN_DETAILS = 200;
    private static final String NOTHING = "-";

    private ExplanationText() {}

    /** @param all whether to show inputs that did not change */
    static List<String> lines(List<Explanation> explanations, boolean all) {
        List<String> lines = new ArrayList<>();
        for (Explanation explanation : explanations) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            add(explanation, all, lines);
        }
        return lines;
    }

    private static void add(Explanation explanation, boolean all, List<String> lines) {
        lines.add(work(explanation.work()));
        explanation.causes().forEach(cause -> lines.add("  after " + work(cause)));
        List<Explanation.Input> shown = explanation.inputs().stream()
                .filter(input -> all || input.isChanged())
                .toList();
        if (shown.isEmpty()) {
            lines.add("  no input changed");
            return;
        }
        lines.add("");
        TextTable table = new TextTable(
                "  INPUT", "LAST " + explanation.work().activity().name().toUpperCase(Locale.ROOT), "NOW", "");
        shown.forEach(input -> table.add(
                "  " + printable(input.name()),
                value(input.before().orElse(NOTHING)),
                value(input.now().orElse(NOTHING)),
                input.isChanged() ? "changed" : ""));
        lines.addAll(table.lines());
        shown.stream().filter(input -> !input.details().isEmpty()).forEach(input -> {
            lines.add("");
            lines.add("  " + printable(input.name()) + ":");
            input.details().stream().limit(SHOWN_DETAILS).forEach(line -> lines.add("    " + printable(line)));
            if (input.details().size() > SHOWN_DETAILS) {
                lines.add("    … and " + (input.details().size() - SHOWN_DETAILS)
                        + " more lines, which --output json shows");
            }
        });
    }

    private static String work(PlannedWork work) {
        String why = work.why();
        return (work.activity().equals(BuildStep.ACTIVITY) ? "" : work.activity() + " of ") + work.target()
                + work.platform().map(platform -> " for " + platform).orElse("") + ": " + work.action()
                + (why.isEmpty() ? "" : ", since " + why);
    }

    private static String value(String text) {
        String printable = printable(text.isEmpty() ? "none" : text);
        int limit = HASH.matcher(printable).matches() ? SHOWN_HASH : SHOWN_VALUE;
        return printable.length() > limit ? printable.substring(0, limit) : printable;
    }
}
