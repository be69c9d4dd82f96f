package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.pipeline.step.StepReport;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Writes the archives that the fleet keeps. What builds on a target does not wait for its archive, nor does its test. */
public final class ArchiveStep implements Step {

    /** Not announced, since most archives are there. */
    public static final Activity ACTIVITY =
            new Activity("archive", "", "archive failed", "no archive", "not archived", "not archived");

    private final ImageArchives archives;

    ArchiveStep(ImageArchives archives) {
        this.archives = archives;
    }

    @Override
    public Activity activity() {
        return ACTIVITY;
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Set<ServiceName> services(Collection<Target> targets) {
        return EnumSet.of(ServiceName.REGISTRY);
    }

    @Override
    public Set<Activity> after() {
        return Set.of(BuildStep.ACTIVITY);
    }

    @Override
    public Set<Activity> afterOnParents() {
        return Set.of();
    }

    @Override
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return fleet.fleet().settings().keepArchives()
                ? fleet.targets(fleet.graph().withAncestors(chosen))
                : List.of();
    }

    @Override
    public Execution open(StepContext context) {
        return new Execution() {
            @Override
            public Outcome run(Target target) throws InterruptedException {
                ImageArchives.Kept kept = archives.keep(context, target.name());
                return new Outcome.Succeeded(!kept.wasWritten(), "", new ArchiveReport(kept.size()));
            }

            /** Builds mostly wait for their builder, while archives are written by this machine. */
            @Override
            public OptionalInt places() {
                return OptionalInt.of(
                        Math.min(context.jobs(), Runtime.getRuntime().availableProcessors()));
            }
        };
    }

    private record ArchiveReport(long bytes) implements StepReport {

        @Override
        public List<Fact> facts() {
            return List.of();
        }

        @Override
        public void describe(ObjectNode target) {
            if (bytes > 0) {
                target.put("archiveBytes", bytes);
            }
        }
    }
}
