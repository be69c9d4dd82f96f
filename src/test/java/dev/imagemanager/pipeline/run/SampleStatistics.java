package dev.imagemanager.pipeline.run;

import java.time.Duration;
import java.util.List;

/** Statistics for tests that are about something else. */
public final class SampleStatistics {

    /** Of a run that had nothing to do. */
    public static final RunStatistics NONE =
            new RunStatistics(List.of(), List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);

    private SampleStatistics() {}
}
