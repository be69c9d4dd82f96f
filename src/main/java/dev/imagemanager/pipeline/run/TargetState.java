package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.problem.ExitCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The state of a target after a run: the outcome of the first step that did not succeed, or else of the first step that is
 * announced.
 *
 * @param rank its position in a summary, success first
 */
public record TargetState(int rank, String words) implements Comparable<TargetState> {

    private static final int OK = 0;
    private static final int UNCHANGED = 1;
    private static final int IDLE = 2;
    private static final int FAILED = 3;
    private static final int CANCELLED = Integer.MAX_VALUE;

    private static final Comparator<TargetState> ORDER =
            Comparator.comparingInt(TargetState::rank).thenComparing(TargetState::words);

    /** @param activities of the run, in order; not empty */
    static TargetState of(List<Activity> activities, Map<Activity, Outcome> outcomes) {
        TargetState good = null;
        for (int i = 0; i < activities.size(); i++) {
            Outcome outcome = outcomes.get(activities.get(i));
            if (outcome instanceof Outcome.Succeeded succeeded) {
                good = good != null || !activities.get(i).isAnnounced()
                        ? good
                        : succeeded.isUnchanged()
                                ? new TargetState(UNCHANGED, "up to date")
                                : new TargetState(OK, "ok");
            } else if (outcome != null) {
                return bad(activities.get(i), i, outcome);
            }
        }
        return good != null
                ? good
                : activities.stream()
                        .filter(Activity::isAnnounced)
                        .findFirst()
                        .map(activity -> new TargetState(IDLE, activity.idle()))
                        .orElseThrow();
    }

    private static TargetState bad(Activity activity, int index, Outcome outcome) {
        int rank = FAILED + 3 * index;
        if (outcome instanceof Outcome.Failed failed) {
            return failed.exitCode() == ExitCode.FAILED
                    ? new TargetState(rank, activity.failed())
                    : new TargetState(rank + 1, activity.inconclusive());
        }
        return outcome instanceof Outcome.Blocked || outcome instanceof Outcome.Omitted
                ? new TargetState(rank + 2, activity.skipped())
                : new TargetState(CANCELLED, "cancelled");
    }

    @Override
    public int compareTo(TargetState other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return words;
    }
}
