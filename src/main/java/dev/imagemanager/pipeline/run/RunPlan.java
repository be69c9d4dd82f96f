package dev.imagemanager.pipeline.run;

import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The targets of each step, and the dependencies of each task. */
final class RunPlan {

    private final GeneratedFleet fleet;
    private final Map<Step, List<Target>> work = new LinkedHashMap<>();

    /** @param chosen targets that the user selected */
    RunPlan(GeneratedFleet fleet, List<Step> steps, Collection<TargetName> chosen) {
        this.fleet = fleet;
        for (Step step : steps) {
            List<Target> targets = step.targets(fleet, chosen);
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

    Set<ServiceName> services() {
        Set<ServiceName> services = EnumSet.noneOf(ServiceName.class);
        work.forEach((step, targets) -> services.addAll(step.services(targets)));
        return services;
    }

    /** Returns the targets whose archives a step reads. */
    Set<TargetName> archives() {
        Set<TargetName> archives = new HashSet<>();
        work.forEach((step, targets) -> {
            if (step.readsArchives()) {
                targets.forEach(target -> archives.add(target.name()));
            }
        });
        return archives;
    }

    /**
     * Returns each task with the tasks that must succeed before it. Tasks of earlier steps come first, so that they are
     * preferred when several are ready.
     */
    Map<Task, Set<Task>> tasks() {
        DependencyGraph graph = fleet.graph();
        Set<Task> all = new HashSet<>();
        work.forEach((step, targets) -> targets.forEach(target -> all.add(new Task(target.name(), step.activity()))));
        Map<Task, Set<Task>> tasks = new LinkedHashMap<>();
        work.forEach((step, targets) -> targets.forEach(target -> {
            Set<Task> before = new HashSet<>();
            for (Activity activity : step.after()) {
                before.add(new Task(target.name(), activity));
            }
            for (Activity activity : step.afterOnParents()) {
                graph.parentsOf(target.name()).forEach(parent -> before.add(new Task(parent, activity)));
            }
            before.retainAll(all);
            tasks.put(new Task(target.name(), step.activity()), before);
        }));
        return tasks;
    }
}
