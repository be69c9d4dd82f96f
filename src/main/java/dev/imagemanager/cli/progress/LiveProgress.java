package dev.imagemanager.cli.progress;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.LiveLines;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.console.Terminal;
import dev.imagemanager.cli.console.TerminalSize;
import dev.imagemanager.pipeline.PipelineEvent;

/** Shows what runs now at the end of the terminal, and what needs attention above it. */
final class LiveProgress implements Progress {

    private final ProgressPrinter printer;
    private final LiveModel model;
    private final LiveLines lines;

    private LiveProgress(ProgressPrinter printer, LiveModel model, LiveLines lines) {
        this.printer = printer;
        this.model = model;
        this.lines = lines;
    }

    /** @param printer prints what needs attention */
    static LiveProgress start(Console console, ProgressPrinter printer, Terminal terminal, TerminalSize size) {
        LiveModel model = new LiveModel(console.style(), System::nanoTime);
        return new LiveProgress(printer, model, LiveLines.start(console, terminal, size, model::lines));
    }

    @Override
    public void on(PipelineEvent event) {
        model.on(event);
        if (event instanceof PipelineEvent.Failed
                || event instanceof PipelineEvent.Warned
                || event instanceof PipelineEvent.Noted
                || event instanceof PipelineEvent.Skipped
                || event instanceof PipelineEvent.ServiceStarted) {
            printer.on(event);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
