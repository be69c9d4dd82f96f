package dev.imagemanager.pipeline.step;

/**
 * A kind of work on targets, with its words for messages.
 *
 * @param name a noun: {@code build}
 * @param progress while it is running: {@code building}; empty if its start and its success are not told
 * @param failed state of a target that failed: {@code build failed}
 * @param inconclusive state of a target without a result because of another error
 * @param skipped state of a target that was not processed: {@code not built}
 * @param idle state of a target with nothing to do
 */
public record Activity(String name, String progress, String failed, String inconclusive, String skipped, String idle) {
    /** Returns whether its start and its success are told. */
    public boolean isAnnounced() {
        return !progress.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
