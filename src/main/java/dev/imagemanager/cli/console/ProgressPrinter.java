package dev.imagemanager.cli.console;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Prints progress as plain lines with the name of the target. */
public final class ProgressPrinter implements PipelineListener {

    private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");

    private final Console console;
    private final ProblemPrinter problemPrinter;
    private final boolean quiet;
    private final Set<Remark> warnings = ConcurrentHashMap.newKeySet();

    /** What one template causes in many targets is shown once. */
    private record Remark(Optional<SourceLocation> place, String message) {}

    /** @param quiet whether to omit the output of builds and tests */
    public ProgressPrinter(Console console, ProblemPrinter problemPrinter, boolean quiet) {
        this.console = console;
        this.problemPrinter = problemPrinter;
        this.quiet = quiet;
    }

    @Override
    public void on(PipelineEvent event) {
        Style style = console.style();
        if (event instanceof PipelineEvent.Started started) {
            line(started.target(), started.activity());
        } else if (event instanceof PipelineEvent.Output output) {
            if (!quiet && !output.isInternal()) {
                lines(output).forEach(console::message);
            }
        } else if (event instanceof PipelineEvent.Succeeded succeeded) {
            line(
                    succeeded.target(),
                    style.success(shortened(succeeded.summary())) + " (" + Seconds.of(succeeded.time()) + ")");
        } else if (event instanceof PipelineEvent.Skipped skipped) {
            line(skipped.target(), style.note(skipped.state()) + ": " + skipped.reason());
        } else if (event instanceof PipelineEvent.Failed failed) {
            problemPrinter.print(failed.problem(), failed.details());
        } else if (event instanceof PipelineEvent.Warned warned) {
            Problem warning = warned.warning();
            if (warnings.add(new Remark(warning.location(), warning.message()))) {
                problemPrinter.print(warning);
            }
        } else if (event instanceof PipelineEvent.ServiceStarted started) {
            console.message("started " + started.service() + " (" + started.mode() + ", " + started.address() + ")");
        } else if (event instanceof PipelineEvent.Noted noted) {
            problemPrinter.print(noted.problem());
        }
    }

    /** Returns the lines to print for a line of output, without control characters. */
    public List<String> lines(PipelineEvent.Output output) {
        return lines(output.target(), console.style().faint(shortened(PlainText.of(output.line()))));
    }

    private void line(TargetName target, String text) {
        lines(target, text).forEach(console::message);
    }

    /** Every line has the name of the target, also where a text has several: nothing else can begin a line. */
    private static List<String> lines(TargetName target, String text) {
        return text.lines().map(line -> target + " | " + line).toList();
    }

    /** Returns a text with the beginnings of its digests. */
    public static String shortened(String line) {
        return DIGEST.matcher(line).replaceAll("$1");
    }
}
