package dev.imagemanager.graph;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sorts targets into build order with Kahn's algorithm (1962, "Topological sorting of large networks"). */
@Singleton
public final class DependencySorter {

    /**
     * @return the targets in build order, without those that are part of a cycle or depend on one; each cycle is
     *     reported
     */
    List<TargetName> sort(SortedMap<TargetName, Dependencies> dependencies, Problems problems) {
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

    /**
     * Finds cycles with a depth-first search from targets to their parents. A cycle whose targets were all reported
     * already is skipped.
     */
    private static void reportCycles(
            Collection<TargetName> unordered, SortedMap<TargetName, Dependencies> dependencies, Problems problems) {
        Set<TargetName> seen = new HashSet<>();
        Set<TargetName> told = new HashSet<>();
        for (TargetName start : unordered) {
            List<TargetName> way = new ArrayList<>();
            Map<TargetName, Integer> position = new HashMap<>();
            Deque<Iterator<TargetName>> open = new ArrayDeque<>();
            Iterator<TargetName> next = List.of(start).iterator();
            while (next.hasNext() || !open.isEmpty()) {
                if (!next.hasNext()) {
                    next = open.pop();
                    position.remove(way.remove(way.size() - 1));
                    continue;
                }
                TargetName target = next.next();
                if (position.containsKey(target)) {
                    List<TargetName> cycle = way.subList(position.get(target), way.size());
                    if (!told.containsAll(cycle)) {
                        report(cycle, dependencies, problems);
                        told.addAll(cycle);
                    }
                } else if (seen.add(target)) {
                    position.put(target, way.size());
                    way.add(target);
                    open.push(next);
                    next = dependencies.get(target).parents().keySet().iterator();
                }
            }
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
                        "targets build on each other in a cycle: "
                                + cycle.stream().map(TargetName::toString).collect(Collectors.joining(" → "))
                                + " → " + first)
                .withHint(String.join("; ", steps)));
    }
}
