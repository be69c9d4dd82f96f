package dev.imagemanager.cli.progress;

import dev.imagemanager.cli.console.DisplayWidth;
import dev.imagemanager.cli.console.PlainText;
import dev.imagemanager.cli.console.Seconds;
import dev.imagemanager.cli.console.Style;
import dev.imagemanager.cli.console.TerminalSize;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineEvent.End;
import dev.imagemanager.pipeline.PipelineEvent.PlannedTask;
import dev.imagemanager.pipeline.PipelineEvent.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** What runs now, as lines for a terminal: one for each running target, and a bar. Safe for use by several threads. */
final class LiveModel {

    private static final int BAR = 20;

    /** Names of targets take at most this part of a line. */
    private static final int NAME_PART = 3;

    private static final Duration BETWEEN_ESTIMATES = Duration.ofSeconds(1);

    private final Style style;
    private final LongSupplier nanoseconds;
    private final Map<Task, PlannedTask> left = new LinkedHashMap<>();
    private final Map<TargetName, Integer> open = new HashMap<>();
    private final Set<TargetName> failed = new HashSet<>();
    private final Set<TargetName> skipped = new HashSet<>();
    private final Map<Task, Running> running = new LinkedHashMap<>();
    private int total;
    private int done;
    private int jobs = 1;
    private Optional<String> estimate = Optional.empty();
    private long nextEstimate = Long.MIN_VALUE;

    private static final class Running {
        private final TargetName target;
        private final long since;
        private String doing;
        private String transferred = "";

        Running(TargetName target, long since, String doing) {
            this.target = target;
            this.since = since;
            this.doing = doing;
        }
    }

    /** @param nanoseconds the time, as {@link System#nanoTime} */
    LiveModel(Style style, LongSupplier nanoseconds) {
        this.style = style;
        this.nanoseconds = nanoseconds;
    }

    synchronized void on(PipelineEvent event) {
        if (event instanceof PipelineEvent.Begun begun) {
            begin(begun);
        } else if (event instanceof PipelineEvent.Started started) {
            running.put(started.task(), new Running(started.target(), nanoseconds.getAsLong(), started.activity()));
        } else if (event instanceof PipelineEvent.Advanced advanced) {
            of(advanced.target()).ifPresent(task -> {
                task.doing = advanced.position().map(position -> position + " ").orElse("") + advanced.name();
                task.transferred = "";
            });
        } else if (event instanceof PipelineEvent.Transferred transferred) {
            of(transferred.target())
                    .ifPresent(task -> task.transferred = ByteSize.format(transferred.bytes())
                            + (transferred.total() > 0 ? " of " + ByteSize.format(transferred.total()) : ""));
        } else if (event instanceof PipelineEvent.Ended ended) {
            end(ended);
        }
    }

    private void begin(PipelineEvent.Begun begun) {
        jobs = begun.jobs();
        begun.tasks().forEach(planned -> {
            left.put(planned.task(), planned);
            open.merge(planned.task().target(), 1, Integer::sum);
        });
        total = open.size();
    }

    private void end(PipelineEvent.Ended ended) {
        TargetName target = ended.task().target();
        running.remove(ended.task());
        left.remove(ended.task());
        if (ended.end() == End.FAILED) {
            failed.add(target);
        } else if (ended.end() == End.BLOCKED || ended.end() == End.CANCELLED) {
            skipped.add(target);
        }
        if (open.merge(target, -1, Integer::sum) == 0 && !failed.contains(target) && !skipped.contains(target)) {
            done++;
        }
    }

    /** Returns the task of a target that began last. */
    private Optional<Running> of(TargetName target) {
        return running.values().stream()
                .filter(task -> task.target.equals(target))
                .reduce((first, second) -> second);
    }

    /** Returns the lines: at least one fewer than rows, none wider than the columns. */
    synchronized List<String> lines(TerminalSize size) {
        if (total == 0) {
            return List.of();
        }
        int room = Math.max(1, size.rows() - 2);
        boolean fits = running.size() <= room;
        List<Running> shown =
                running.values().stream().limit(fits ? room : room - 1).toList();
        int longest = shown.stream()
                .mapToInt(task -> DisplayWidth.of(task.target.toString()))
                .max()
                .orElse(0);
        int names = Math.min(longest, size.columns() / NAME_PART);
        List<String> lines = new ArrayList<>();
        shown.forEach(task -> lines.add(line(task, names, size.columns())));
        if (!fits) {
            lines.add(DisplayWidth.cut("+ " + (running.size() - shown.size()) + " more", size.columns()));
        }
        lines.add(bar(size.columns()));
        return lines;
    }

    private String line(Running task, int names, int columns) {
        String time = elapsed(Duration.ofNanos(nanoseconds.getAsLong() - task.since));
        String right = (task.transferred.isEmpty() ? "" : "  " + task.transferred) + "  "
                + " ".repeat(Math.max(0, 8 - time.length())) + time;
        int middle = columns - names - 2 - DisplayWidth.of(right);
        if (middle < 0) {
            return DisplayWidth.cut(task.target + " " + time, columns);
        }
        String doing = PlainText.of(task.doing).replaceAll("\\s+", " ");
        return DisplayWidth.padded(task.target.toString(), names) + "  " + DisplayWidth.padded(doing, middle)
                + style.faint(right);
    }

    private static String elapsed(Duration time) {
        return time.toMinutes() == 0
                ? Seconds.of(time)
                : String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart());
    }

    private String bar(int columns) {
        int notDone = failed.size()
                + (int) skipped.stream()
                        .filter(target -> !failed.contains(target))
                        .count();
        int ended = Math.min(total, done + notDone);
        int filled = BAR * ended / total;
        List<String> counts = new ArrayList<>();
        counts.add(done + " done");
        if (!failed.isEmpty()) {
            counts.add(failed.size() + " failed");
        }
        if (notDone > failed.size()) {
            counts.add(notDone - failed.size() + " not done");
        }
        counts.add(total - ended + " left");
        estimate().ifPresent(time -> counts.add("about " + time));
        String plain = DisplayWidth.cut(
                "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + String.join(", ", counts), columns);
        String failures = failed.size() + " failed";
        return failed.isEmpty() ? plain : plain.replace(failures, style.error(failures));
    }

    private Optional<String> estimate() {
        long now = nanoseconds.getAsLong();
        if (now >= nextEstimate) {
            nextEstimate = now + BETWEEN_ESTIMATES.toNanos();
            Map<Task, Duration> elapsed = new HashMap<>();
            running.forEach((task, state) -> elapsed.put(task, Duration.ofNanos(now - state.since)));
            estimate = RemainingTime.of(left.values(), elapsed, jobs).flatMap(RemainingTime::shown);
        }
        return estimate;
    }
}
