package dev.imagemanager.pipeline.step;

/**
 * A kind of work on targets, and the words in which it is told.
 *
 * @param name a noun: {@code build}
 * @param progress while it goes on: {@code building}
 * @param failed state of a target for which the answer is no: {@code build failed}
 * @param inconclusive state of a target for which there is no answer, since something else went wrong
 * @param skipped state of a target whose turn never came: {@code not built}
 * @param idle state of a target for which there is nothing to do
 */
public record Activity(String name, String progress, String failed, String inconclusive, String skipped, String idle) {
    @Override
    public String toString() {
        return name;
    }
}
