package dev.imagemanager.graph;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Platform;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The targets of a fleet and their dependencies, without cycles. */
public final class DependencyGraph {

    private final SortedMap<TargetName, Dependencies> dependencies;
    private final SortedMap<TargetName, SortedSet<TargetName>> children;
    private final List<TargetName> buildOrder;
    private final BuildPlatforms platforms;

    private DependencyGraph(
            SortedMap<TargetName, Dependencies> dependencies, List<TargetName> buildOrder, BuildPlatforms platforms) {
        this.platforms = platforms;
        this.dependencies = Collections.unmodifiableSortedMap(dependencies);
        this.buildOrder = List.copyOf(buildOrder);
        this.children = new TreeMap<>();
        dependencies.forEach((target, needs) -> needs.parents().keySet().forEach(parent -> children.computeIfAbsent(
                        parent, key -> new TreeSet<>())
                .add(target)));
    }

    /**
     * @param dockerfiles one for every target
     * @param platforms that targets are built for
     * @param requiresPlatforms whether parents must be built for the platforms that definitions say
     * @param problems receives invalid references, cycles, names that cannot be told apart, parents that lack a
     *     platform, and notes about references to unknown tags of the fleet's images
     */
    public static DependencyGraph of(
            Fleet fleet,
            Map<TargetName, Dockerfile> dockerfiles,
            BuildPlatforms platforms,
            boolean requiresPlatforms,
            DependencySorter sorter,
            Problems problems) {
        DependencyReader reader = new DependencyReader(fleet, dockerfiles, platforms, problems);
        SortedMap<TargetName, Dependencies> dependencies = reader.readAll();
        if (requiresPlatforms) {
            reader.checkPlatforms(dependencies);
        }
        return new DependencyGraph(dependencies, sorter.sort(dependencies, problems), platforms);
    }

    /** Returns the platforms that the graph is for. */
    public BuildPlatforms platforms() {
        return platforms;
    }

    /**
     * Returns the platforms that targets have to be built for. Those of the command line are for the selected targets;
     * what these build on has to be there for the platforms that their stages ask for.
     *
     * @param chosen the targets that the user selected
     */
    public SortedMap<TargetName, SortedSet<Platform>> platformsToBuild(Fleet fleet, Collection<TargetName> chosen) {
        SortedMap<TargetName, SortedSet<Platform>> needed = new TreeMap<>();
        Set<TargetName> selected = new HashSet<>(chosen);
        List<TargetName> childrenFirst = new ArrayList<>(inBuildOrder(withAncestors(chosen)));
        Collections.reverse(childrenFirst);
        for (TargetName name : childrenFirst) {
            SortedSet<Platform> own = needed.computeIfAbsent(name, key -> new TreeSet<>());
            if (own.isEmpty()
                    || selected.contains(name)
                    || platforms.requested().isEmpty()) {
                own.addAll(platforms.of(fleet.targets().get(name)));
            }
            if (!platforms.requested().isEmpty()) {
                own.stream()
                        .flatMap(platform -> dependenciesOf(name).byPlatform().get(platform).parents().stream())
                        .filter(ParentUse::isNeeded)
                        .forEach(use -> needed.computeIfAbsent(use.parent(), key -> new TreeSet<>())
                                .add(use.platform()));
            }
        }
        return needed;
    }

    /** Returns all targets, parents first; otherwise sorted by name, then tag. */
    public List<TargetName> buildOrder() {
        return buildOrder;
    }

    /** Returns targets in build order. */
    public List<TargetName> inBuildOrder(Collection<TargetName> targets) {
        Set<TargetName> wanted = new HashSet<>(targets);
        return buildOrder.stream().filter(wanted::contains).toList();
    }

    public Dependencies dependenciesOf(TargetName target) {
        return dependencies.get(target);
    }

    public SortedSet<TargetName> parentsOf(TargetName target) {
        return new TreeSet<>(dependencies.get(target).parents().keySet());
    }

    public SortedSet<TargetName> childrenOf(TargetName target) {
        return Collections.unmodifiableSortedSet(children.getOrDefault(target, Collections.emptySortedSet()));
    }

    /** Returns the targets and everything that they build on. */
    public SortedSet<TargetName> withAncestors(Collection<TargetName> targets) {
        return reachable(targets, this::parentsOf);
    }

    /** Returns the targets and everything that builds on them. */
    public SortedSet<TargetName> withDescendants(Collection<TargetName> targets) {
        return reachable(targets, this::childrenOf);
    }

    private static SortedSet<TargetName> reachable(
            Collection<TargetName> from, Function<TargetName, Set<TargetName>> next) {
        SortedSet<TargetName> reached = new TreeSet<>(from);
        Deque<TargetName> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (TargetName neighbour : next.apply(open.remove())) {
                if (reached.add(neighbour)) {
                    open.add(neighbour);
                }
            }
        }
        return reached;
    }
}
