package dev.imagemanager.cli.progress;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Chooses how the progress of a run is shown. */
@Singleton
public final class ProgressFactory {

    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    ProgressFactory(Console console, ProblemPrinter problemPrinter) {
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    /** Starts to show the progress of a run. */
    public Progress open(ProgressKind kind) {
        if (kind == ProgressKind.json) {
            console.writeEvents(InstantSource.system());
            return new JsonProgress(console, problemPrinter);
        }
        boolean isQuiet = kind == ProgressKind.quiet;
        ProgressPrinter printer = new ProgressPrinter(console, problemPrinter, isQuiet);
        return switch (console.ciSystem()) {
            case NONE -> new PlainProgress(printer);
            case GITHUB -> new GroupedProgress(console, printer, LogSections.github(), isQuiet);
            case GITLAB -> new GroupedProgress(console, printer, LogSections.gitlab(InstantSource.system()), isQuiet);
        };
    }
}
