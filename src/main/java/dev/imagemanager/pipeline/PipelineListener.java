package dev.imagemanager.pipeline;

/** Is told what happens; called from several threads at once. */
@FunctionalInterface
public interface PipelineListener {
    void on(PipelineEvent event);
}
