package dev.imagemanager.cli.progress;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.console.Seconds;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prints the output of each task when it ends, in a part of the log that the CI system folds. Such parts cannot overlap,
 * and targets are built at the same time.
 */
final class GroupedProgress implements Progress {

    /** The lines of one task that are kept. All of them are in the log file. */
    static final int LINES_KEPT = 20_000;

    private final Console console;
    private final ProgressPrinter printer;
    private final LogSections sections;
    private final boolean isQuiet;
    private final Map<TargetName, Held> held = new ConcurrentHashMap<>();

    /** @param printer prints everything else */
    GroupedProgress(Console console, ProgressPrinter printer, LogSections sections, boolean isQuiet) {
        this.console = console;
        this.printer = printer;
        this.sections = sections;
        this.isQuiet = isQuiet;
    }

    private static final class Held {

        private final Deque<String> lines = new ArrayDeque<>();
        private int lost;

        synchronized void add(String line) {
            if (lines.size() == LINES_KEPT) {
                lines.removeFirst();
                lost++;
            }
            lines.addLast(line);
        }

        synchronized List<String> all(TargetName target) {
            List<String> all = new ArrayList<>();
            if (lost > 0) {
                all.add(target + " | … " + lost + " lines, which are in the log file");
            }
            all.addAll(lines);
            return all;
        }
    }

    @Override
    public void on(PipelineEvent event) {
        if (event instanceof PipelineEvent.Output output) {
            if (!isQuiet && !output.isInternal()) {
                Held lines = held.computeIfAbsent(output.target(), target -> new Held());
                printer.lines(output).forEach(lines::add);
            }
        } else if (event instanceof PipelineEvent.Ended ended) {
            end(ended);
        } else if (!(event instanceof PipelineEvent.Succeeded) || isQuiet) {
            printer.on(event);
        }
    }

    private void end(PipelineEvent.Ended ended) {
        TargetName target = ended.task().target();
        Held lines = held.remove(target);
        String title = target + " | " + ended.task().step() + ": " + result(ended);
        if (lines != null) {
            sections.print(console, target + "-" + ended.task().step(), title, ended.time(), lines.all(target));
        } else if (!isQuiet
                && !ended.summary().isEmpty()
                && (ended.end() == PipelineEvent.End.SUCCEEDED || ended.end() == PipelineEvent.End.UNCHANGED)) {
            console.message(title);
        }
    }

    private static String result(PipelineEvent.Ended ended) {
        String words = ended.summary().isEmpty()
                ? ended.end().toString().toLowerCase(Locale.ROOT)
                : ProgressPrinter.shortened(ended.summary());
        return words + " (" + Seconds.of(ended.time()) + ")";
    }
}
