package dev.imagemanager.cli.progress;

import dev.imagemanager.cli.console.CiSystem;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.console.Terminal;
import dev.imagemanager.cli.console.TerminalSize;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Chooses how the progress of a run is shown. */
@Singleton
public final class ProgressFactory {

    /** On a smaller terminal, lines say too little. */
    private static final int LEAST_COLUMNS = 40;

    private static final int LEAST_ROWS = 6;

    private final Console console;
    private final ProblemPrinter problemPrinter;
    private final Terminal terminal;

    @Inject
    ProgressFactory(Console console, ProblemPrinter problemPrinter, Terminal terminal) {
        this.console = console;
        this.problemPrinter = problemPrinter;
        this.terminal = terminal;
    }

    /**
     * Starts to show the progress of a run.
     *
     * @throws InputException if it cannot be shown in this way
     */
    public Progress open(ProgressKind kind) throws InterruptedException {
        return switch (kind) {
            case json -> {
                console.writeEvents(InstantSource.system());
                yield new JsonProgress(console, problemPrinter);
            }
            case live ->
                live(terminal.size()
                        .orElseThrow(() -> new InputException(
                                Problem.error("--progress live needs a terminal, and standard error is none")
                                        .withHint("leave it out, or use --progress plain"))));
            case plain, quiet -> lines(kind == ProgressKind.quiet);
            case auto -> liveSize().map(this::live).orElseGet(() -> lines(false));
        };
    }

    /** Returns the size of a terminal that can show what runs now; empty without one. */
    private Optional<TerminalSize> liveSize() throws InterruptedException {
        return console.ciSystem() == CiSystem.NONE && Terminal.canBeLive(System.getenv())
                ? terminal.size().filter(size -> size.columns() >= LEAST_COLUMNS && size.rows() >= LEAST_ROWS)
                : Optional.empty();
    }

    private Progress live(TerminalSize size) {
        return LiveProgress.start(console, new ProgressPrinter(console, problemPrinter, true), terminal, size);
    }

    private Progress lines(boolean isQuiet) {
        ProgressPrinter printer = new ProgressPrinter(console, problemPrinter, isQuiet);
        return switch (console.ciSystem()) {
            case NONE -> printer::on;
            case GITHUB -> new GroupedProgress(console, printer, LogSections.github(), isQuiet);
            case GITLAB -> new GroupedProgress(console, printer, LogSections.gitlab(InstantSource.system()), isQuiet);
        };
    }
}
