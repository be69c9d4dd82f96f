package dev.imagemanager.cli.progress;

import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.run.RunReport;

/** Shows the progress of one run. Safe for use by several threads. */
public interface Progress extends PipelineListener, AutoCloseable {

    /** Called when all tasks ended, before the result is printed. */
    default void finished(RunReport report) {}

    /** Must be called after the run, also after a failure. */
    @Override
    default void close() {}
}
