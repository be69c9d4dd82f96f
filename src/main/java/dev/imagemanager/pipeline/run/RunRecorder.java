package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Records the outcome of each task. Safe for use by several threads. */
final class RunRecorder {

    private final Map<TargetName, Map<Activity, Outcome>> outcomes = new ConcurrentHashMap<>();

    /** @return whether it is the target's first outcome that holds something up */
    boolean record(Task task, Outcome outcome) {
        Map<Activity, Outcome> ofTarget = outcomes.computeIfAbsent(task.target(), target -> new ConcurrentHashMap<>());
        boolean wasGood = ofTarget.values().stream().allMatch(RunRecorder::isGood);
        ofTarget.put(task.activity(), outcome);
        return wasGood && !isGood(outcome);
    }

    private static boolean isGood(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Omitted;
    }

    /** Returns the outcome of a task; null if it has none yet. */
    Outcome of(Task task) {
        Map<Activity, Outcome> ofTarget = outcomes.get(task.target());
        return ofTarget == null ? null : ofTarget.get(task.activity());
    }

    /** Returns what became of a task, in a word; empty if nothing did yet. */
    Optional<String> end(Task task) {
        return Optional.ofNullable(of(task)).map(outcome -> {
            if (outcome instanceof Outcome.Succeeded succeeded) {
                return succeeded.isUnchanged() ? "up to date" : "succeeded";
            }
            return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        });
    }

    Map<Activity, Outcome> of(TargetName target) {
        return Map.copyOf(outcomes.getOrDefault(target, Map.of()));
    }
}
