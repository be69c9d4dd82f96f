package dev.imagemanager.pipeline.step;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One kind of work on targets, as a run schedules it. A step says what it needs and what comes before it; nothing is
 * opened until {@link #open}. A new kind of work is a new step, and changes no other class.
 */
public interface Step {

    Activity activity();

    /** Headings of the columns that its {@linkplain StepReport#facts facts} are for, in their order. */
    List<String> columns();

    /**
     * The services that it needs of the machine.
     *
     * @param targets that it is for, never empty
     */
    Set<ServiceName> services(Collection<Target> targets);

    /** Activities that must have succeeded on the same target, where they are part of the run. */
    Set<Activity> after();

    /** Activities that must have succeeded on the parents of a target, where they are part of the run. */
    Set<Activity> afterOnParents();

    /**
     * What it is for.
     *
     * @param chosen the targets that the user named
     * @return targets of the fleet in build order
     */
    List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen);

    /** Whether it reads the archives of images in {@code dist/}, so that they are needed until the run ends. */
    default boolean readsArchives() {
        return false;
    }

    /**
     * Looks for input that is missing, before anything is started.
     *
     * @throws dev.imagemanager.problem.InputException with all of it
     */
    default void check(GeneratedFleet fleet, Collection<Target> targets) {}

    /**
     * Connects to what it works with. Called once in a run, after the services were started, and only if there are
     * targets.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if that is missing
     */
    Execution open(StepContext context) throws InterruptedException;

    /** A step at work. Safe for use by several threads. */
    interface Execution {

        /**
         * Does the work. Besides returning a {@link Outcome.Failed}, it may throw; whoever runs it makes an outcome of
         * that.
         *
         * @return {@link Outcome.Succeeded} or {@link Outcome.Failed}
         * @throws InterruptedException if the work was to end
         */
        Outcome run(Target target) throws InterruptedException;

        /** Removes what is not to be kept, after the last target. */
        default void finish() {}
    }
}
