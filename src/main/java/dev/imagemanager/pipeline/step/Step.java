package dev.imagemanager.pipeline.step;

import dev.imagemanager.graph.BuilderPlatforms;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One kind of work on targets. A step declares its services and dependencies; it connects to services only in
 * {@link #plan} and {@link #open}. A new kind of work is a new step and needs no changes in other classes of the pipeline
 * (docs/development/architecture.md, "A new kind of work").
 */
public interface Step {

    Activity activity();

    /** Returns the headings of the columns for its {@linkplain StepReport#facts facts}, in order. */
    List<String> columns();

    /**
     * Returns the services that it needs.
     *
     * @param targets of the step, not empty
     */
    Set<ServiceName> services(Collection<Target> targets);

    /** Returns the activities that must succeed before on the same target, if they are part of the run. */
    Set<Activity> after();

    /** Returns the activities that must succeed before on the parents of a target, if they are part of the run. */
    Set<Activity> afterOnParents();

    /** Returns whether a fleet wants the step at all. Otherwise runs are as if they did not contain it. */
    default boolean isFor(Fleet fleet) {
        return true;
    }

    /**
     * Returns the targets of the step.
     *
     * @param chosen the targets that the user selected
     * @return targets of the fleet in build order
     */
    List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen);

    /**
     * Returns the platforms to work for instead of those in the definitions, as the user asked; empty for those in the
     * definitions.
     */
    default List<Platform> platforms() {
        return List.of();
    }

    /**
     * Checks for missing input, before anything is started.
     *
     * @throws dev.imagemanager.problem.InputException with all missing input
     */
    default void check(GeneratedFleet fleet, Collection<Target> targets) {}

    /**
     * Decides what is to be done. Changes nothing, and starts only services that deciding needs. Called again if a
     * {@linkplain Planned#builders plan} or an {@linkplain Execution#builders execution} knows platforms that change the
     * dependencies.
     *
     * @param targets of the step, not empty
     * @param before the plans of the steps before it in the run
     * @throws dev.imagemanager.problem.EnvironmentException if a service is missing
     */
    default Planned plan(StepContext context, Collection<Target> targets, Map<Activity, Planned> before)
            throws InterruptedException {
        Step step = this;
        return new Planned() {
            @Override
            public Set<ServiceName> services() {
                return step.services(targets);
            }

            @Override
            public List<PlannedWork> work() {
                if (!activity().isAnnounced()) {
                    return List.of();
                }
                return targets.stream()
                        .map(target -> new PlannedWork(
                                activity(),
                                target.name(),
                                Optional.empty(),
                                PlannedWork.Kind.SOME,
                                activity().name(),
                                List.of()))
                        .toList();
            }

            @Override
            public Execution open() throws InterruptedException {
                return step.open(context);
            }
        };
    }

    /**
     * Connects to the services. Called after the services were started, if there are targets.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if a service or a tool is missing
     */
    Execution open(StepContext context) throws InterruptedException;

    /** What a step is going to do. */
    interface Planned {

        /** Returns the services that it needs to do that. */
        Set<ServiceName> services();

        /** Returns what is done for each target, in build order. */
        List<PlannedWork> work();

        /**
         * Returns why a target has its work; an explanation for each platform, if the step can explain it.
         *
         * @throws dev.imagemanager.problem.InputException if there is no plan for the target
         */
        default List<Explanation> explain(TargetName target) {
            return List.of();
        }

        /**
         * Returns the images of a target for later steps.
         *
         * @return empty if they are not known yet, since the step is going to make one
         */
        default Optional<Map<Platform, Digest>> images(TargetName target) {
            return Optional.empty();
        }

        /**
         * Returns the result of an earlier run for the images of a target that still holds.
         *
         * @return empty if there is none, and the step is going to make one
         */
        default Optional<StepReport> result(TargetName target) {
            return Optional.empty();
        }

        /** Returns the platforms that the dependencies of targets are for, if they are known without connecting. */
        default Optional<BuilderPlatforms> builders() {
            return Optional.empty();
        }

        /**
         * Connects to the services. Called after the services were started.
         *
         * @throws dev.imagemanager.problem.EnvironmentException if a service or a tool is missing
         */
        Execution open() throws InterruptedException;
    }

    /** An opened step. Safe for use by several threads. */
    interface Execution {

        /** Returns whether something is going to be done for a target, as far as that is known. */
        default boolean hasWork(Target target) {
            return true;
        }

        /**
         * Runs the step for a target. May return {@link Outcome.Failed} or throw an exception, which the caller
         * converts to an outcome.
         *
         * @return {@link Outcome.Succeeded}, {@link Outcome.Failed} or {@link Outcome.Omitted}
         * @throws InterruptedException if interrupted
         */
        Outcome run(Target target) throws InterruptedException;

        /** Returns the platforms that the dependencies of targets are for, if they are found out by connecting. */
        default Optional<BuilderPlatforms> builders() {
            return Optional.empty();
        }

        /**
         * Returns for how many targets it can run at once if that is its own affair, since servers of its own do the work.
         *
         * @return empty if it shares the places of the run with other steps
         */
        default OptionalInt places() {
            return OptionalInt.empty();
        }

        /** Cleans up after the last target. */
        default void finish() {}
    }
}
