package dev.imagemanager.pipeline.step;

import java.util.List;
import java.util.Optional;

/** Work on a target exceeded its {@link dev.imagemanager.model.TimeLimit} and was stopped. */
public final class TimeLimitException extends RuntimeException {

    private final transient Optional<String> place;
    private final transient List<String> lastLines;

    /**
     * @param place what was being done, as users know it: {@code [2/3] RUN make}
     * @param lastLines its last output
     */
    public TimeLimitException(Optional<String> place, List<String> lastLines) {
        super("the time limit is exceeded");
        this.place = place;
        this.lastLines = List.copyOf(lastLines);
    }

    public Optional<String> place() {
        return place;
    }

    public List<String> lastLines() {
        return lastLines;
    }
}
