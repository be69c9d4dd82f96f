package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The plans of all targets of a build, made before it starts. */
final class BuildPlan {

    private final Map<TargetName, TargetPlan> plans;
    private final Map<TargetName, ImageManagerException> failures;

    private BuildPlan(Map<TargetName, TargetPlan> plans, Map<TargetName, ImageManagerException> failures) {
        this.plans = plans;
        this.failures = failures;
    }

    /** @param targets with everything that they build on, in build order */
    static BuildPlan of(Collection<Target> targets, GeneratedFleet generated, TargetPlanner planner)
            throws InterruptedException {
        Map<TargetName, Target> named = new LinkedHashMap<>();
        targets.forEach(target -> named.put(target.name(), target));
        Map<TargetName, Set<TargetName>> order = new LinkedHashMap<>();
        named.keySet().forEach(name -> {
            Set<TargetName> parents = new HashSet<>(generated.graph().parentsOf(name));
            parents.retainAll(named.keySet());
            order.put(name, parents);
        });
        Map<TargetName, TargetPlan> plans = new ConcurrentHashMap<>();
        Map<TargetName, ImageManagerException> failures = new ConcurrentHashMap<>();
        Map<TargetName, Map<Platform, Digest>> images = new ConcurrentHashMap<>();
        new Scheduler<>(order).runAll(name -> {
            try {
                TargetPlan plan = planner.plan(named.get(name), images);
                plans.put(name, plan);
                images.put(name, plan.images());
            } catch (ImageManagerException invalid) {
                failures.put(name, invalid);
            }
        });
        return new BuildPlan(plans, failures);
    }

    /** @throws ImageManagerException if there is no plan for the target, since it cannot be built */
    TargetPlan of(Target target) {
        ImageManagerException failure = failures.get(target.name());
        if (failure != null) {
            throw failure;
        }
        return plans.get(target.name());
    }

    /** Returns the plans of all targets, except of those that cannot be built. */
    Stream<TargetPlan.ForPlatform> platforms() {
        return plans.values().stream().flatMap(plan -> plan.platforms().values().stream());
    }

    /** Returns whether the target may be built, or cannot be. */
    boolean hasWork(Target target) {
        return !plans.containsKey(target.name())
                || !plans.get(target.name()).platformsToBuild().isEmpty();
    }

    /** Returns the platforms for which a builder may be necessary. */
    Set<Platform> platformsToBuild() {
        return plans.values().stream()
                .flatMap(planned -> planned.platformsToBuild().stream())
                .collect(Collectors.toSet());
    }

    /** Returns the images of a target; empty if it is not one of the build, or one of them has to be built. */
    Optional<Map<Platform, Digest>> images(TargetName target) {
        return Optional.ofNullable(plans.get(target))
                .filter(planned -> planned.platforms().values().stream().noneMatch(TargetPlan.ForPlatform::mayBeBuilt))
                .map(TargetPlan::images);
    }

    /** Returns what is done for each target and platform. */
    List<PlannedWork> work(Collection<Target> targets, Map<TargetName, SortedSet<Platform>> platforms) {
        return targets.stream()
                .flatMap(target -> failures.containsKey(target.name())
                        ? platforms.get(target.name()).stream()
                                .map(platform -> PlannedBuilds.failed(
                                        target.name(),
                                        platform,
                                        failures.get(target.name())
                                                .problems()
                                                .get(0)
                                                .message()))
                        : plans.get(target.name()).platforms().values().stream()
                                .map(plan -> PlannedBuilds.of(plan.files(), plan.decision())
                                        .withKey(plan.key().key().known())))
                .toList();
    }
}
