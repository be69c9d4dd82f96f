package dev.imagemanager.pipeline;

/** Receives events, from several threads at once. */
@FunctionalInterface
public interface PipelineListener {
    void on(PipelineEvent event);
}
