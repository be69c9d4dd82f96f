package dev.imagemanager.pipeline.registry;

import dev.imagemanager.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is removed from repositories, or would be.
 *
 * @param isDryRun whether nothing was removed
 * @param outcomes of all removals; all {@link Outcome#PLANNED} in a dry run
 * @param problems why repositories cannot be read, or something cannot be removed
 * @param now when it was decided
 */
public record PruneReport(
        boolean isDryRun,
        List<RepositoryPlan> plans,
        Map<Removal, Outcome> outcomes,
        List<Problem> problems,
        Instant now) {

    public PruneReport {
        plans = List.copyOf(plans);
        outcomes = Map.copyOf(outcomes);
        problems = List.copyOf(problems);
    }

    /** What came of a removal. */
    public enum Outcome {
        PLANNED,
        REMOVED,
        /** A tag has another digest now, or something else changed; the next time decides anew. */
        CHANGED,
        /** The registry does not remove such things. */
        UNSUPPORTED,
        /** The registry refused, or failed. */
        FAILED,
        /** It was not tried, since something before it was not removed. */
        LEFT;

        /** Returns the name in documents. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<Outcome> DONE = Set.of(Outcome.PLANNED, Outcome.REMOVED);

    public Outcome outcome(Removal removal) {
        return outcomes.get(removal);
    }

    /** Returns whether a removal was made, or would be. */
    public boolean isDone(Removal removal) {
        return DONE.contains(outcome(removal));
    }

    /** Returns the number of tags that are removed. */
    public int tags() {
        return plans.stream()
                .flatMap(plan -> plan.removals().stream())
                .filter(this::isDone)
                .mapToInt(removal -> removal.tags().size())
                .sum();
    }

    /** Returns the number of manifests and indexes that are removed. */
    public int manifests() {
        return (int) plans.stream()
                .flatMap(plan -> plan.removals().stream())
                .filter(removal -> isDone(removal) && !removal.isTagOnly())
                .count();
    }

    /**
     * Returns how many bytes the registry can free at most: repositories share layers, and registries free them only when they
     * collect garbage.
     */
    public long bytes() {
        return plans.stream()
                .flatMap(plan -> plan.blobs(this::isDone).values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
