package dev.imagemanager.graph;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts targets into build order with the algorithm of Kahn (1962, "Topological sorting of large networks"). */
final class DependencySorter {

    private DependencySorter() {}

    /** @return what can be ordered; targets in and behind a cycle are missing, and each cycle is a problem */
    static List<TargetName> sort(SortedMap<TargetName, Dependencies> dependencies, Problems problems) {
        Map<TargetName, Integer> missing = new HashMap<>();
        Map<TargetName, List<TargetName>> children = new HashMap<>();
        PriorityQueue<TargetName> ready = new PriorityQueue<>();
        dependencies.forEach((target, needs) -> {
            Set<TargetName> parents = needs.parents().keySet();
            missing.put(target, parents.size());
            parents.forEach(parent ->
                    children.computeIfAbsent(parent, key -> new ArrayList<>()).add(target));
            if (parents.isEmpty()) {
                ready.add(target);
            }
        });
        List<TargetName> order = new ArrayList<>(dependencies.size());
        while (!ready.isEmpty()) {
            TargetName next = ready.remove();
            order.add(next);
            for (TargetName child : children.getOrDefault(next, List.of())) {
                if (missing.merge(child, -1, Integer::sum) == 0) {
                    ready.add(child);
                }
            }
        }
        if (order.size() < dependencies.size()) {
            Set<TargetName> unordered = new TreeSet<>(dependencies.keySet());
            order.forEach(unordered::remove);
            reportCycles(unordered, dependencies, problems);
        }
        return order;
    }

    /** Every target that is left waits for another one that is left, so following parents must come round. */
    private static void reportCycles(
            Collection<TargetName> unordered, SortedMap<TargetName, Dependencies> dependencies, Problems problems) {
        Set<TargetName> left = new TreeSet<>(unordered);
        Set<TargetName> explained = new HashSet<>();
        for (TargetName start : unordered) {
            List<TargetName> path = new ArrayList<>();
            TargetName next = start;
            while (!explained.contains(next) && !path.contains(next)) {
                path.add(next);
                next = dependencies.get(next).parents().keySet().stream()
                        .filter(left::contains)
                        .findFirst()
                        .orElseThrow();
            }
            if (!explained.contains(next)) {
                report(path.subList(path.indexOf(next), path.size()), dependencies, problems);
            }
            explained.addAll(path);
        }
    }

    private static void report(
            List<TargetName> cycle, SortedMap<TargetName, Dependencies> dependencies, Problems problems) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < cycle.size(); i++) {
            TargetName parent = cycle.get((i + 1) % cycle.size());
            steps.add(cycle.get(i) + " builds on " + parent + " at "
                    + dependencies.get(cycle.get(i)).parents().get(parent));
        }
        TargetName first = cycle.get(0);
        TargetName second = cycle.get(1 % cycle.size());
        problems.add(Problem.error(
                        dependencies.get(first).parents().get(second),
                        "targets build on each other in a circle: "
                                + cycle.stream().map(TargetName::toString).collect(Collectors.joining(" → "))
                                + " → " + first)
                .withHint(String.join("; ", steps)));
    }
}
