package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The targets of each step, and the dependencies of each task. */
final class RunPlan {

    private final GeneratedFleet fleet;
    private final Map<Step, List<Target>> work = new LinkedHashMap<>();

    /** @param chosen targets that the user selected */
    RunPlan(GeneratedFleet fleet, List<Step> steps, Collection<TargetName> chosen) {
        this.fleet = fleet;
        for (Step step : steps) {
            List<Target> targets = step.isFor(fleet.fleet()) ? step.targets(fleet, chosen) : List.of();
            if (!targets.isEmpty()) {
                work.put(step, List.copyOf(targets));
            }
        }
    }

    /** @throws dev.imagemanager.problem.InputException if input is missing */
    void check() {
        work.forEach((step, targets) -> step.check(fleet, targets));
    }

    /** Returns the steps that have targets, with their targets. */
    Map<Step, List<Target>> work() {
        return Collections.unmodifiableMap(work);
    }

    /**
     * Returns each task with the tasks that must succeed before it. Of several ready tasks, the first is preferred: what the
     * children of a target wait for, in build order, then the rest, in the order of the steps.
     */
    Map<Task, Set<Task>> tasks() {
        Set<Activity> awaited = awaited();
        Map<Task, Set<Task>> all = new HashMap<>();
        work.forEach((step, targets) -> targets.forEach(
                target -> all.put(new Task(target.name(), step.activity()), before(step, target.name()))));
        all.values().forEach(before -> before.retainAll(all.keySet()));
        Set<TargetName> targets = all.keySet().stream().map(Task::target).collect(Collectors.toSet());
        Map<Task, Set<Task>> tasks = new LinkedHashMap<>();
        for (TargetName target : fleet.graph().inBuildOrder(targets)) {
            work.keySet().stream()
                    .map(step -> new Task(target, step.activity()))
                    .filter(task -> awaited.contains(task.activity()) && all.containsKey(task))
                    .forEach(task -> tasks.put(task, all.get(task)));
        }
        work.forEach((step, ofStep) -> ofStep.forEach(target -> {
            Task task = new Task(target.name(), step.activity());
            tasks.putIfAbsent(task, all.get(task));
        }));
        return tasks;
    }

    /** Returns the activities that children wait for, directly or indirectly. */
    private Set<Activity> awaited() {
        Set<Activity> awaited = new HashSet<>();
        work.keySet().forEach(step -> awaited.addAll(step.afterOnParents()));
        List<Step> lastFirst = new ArrayList<>(work.keySet());
        Collections.reverse(lastFirst);
        lastFirst.stream()
                .filter(step -> awaited.contains(step.activity()))
                .forEach(step -> awaited.addAll(step.after()));
        return awaited;
    }

    private Set<Task> before(Step step, TargetName target) {
        Set<Task> before = new HashSet<>();
        for (Activity activity : step.after()) {
            before.add(new Task(target, activity));
        }
        for (Activity activity : step.afterOnParents()) {
            fleet.graph().parentsOf(target).forEach(parent -> before.add(new Task(parent, activity)));
        }
        return before;
    }
}
