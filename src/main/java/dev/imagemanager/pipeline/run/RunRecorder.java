package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import java.util.Map;
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

    /** Returns the outcome of a task, which has one. */
    Outcome of(Task task) {
        return outcomes.get(task.target()).get(task.activity());
    }

    Map<Activity, Outcome> of(TargetName target) {
        return Map.copyOf(outcomes.getOrDefault(target, Map.of()));
    }
}
