package dev.imagemanager.cli.progress;

import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.pipeline.PipelineEvent;

/** Prints plain lines as things happen. */
final class PlainProgress implements Progress {

    private final ProgressPrinter printer;

    PlainProgress(ProgressPrinter printer) {
        this.printer = printer;
    }

    @Override
    public void on(PipelineEvent event) {
        printer.on(event);
    }
}
