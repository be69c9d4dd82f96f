package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Stands for a step that reads the archives of some targets, and is never run. */
record ReadingStep(Set<TargetName> read) implements Step {

    @Override
    public Activity activity() {
        return new Activity("reading", "reading", "not read", "not read", "not read", "not read");
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Set<ServiceName> services(Collection<Target> targets) {
        return Set.of();
    }

    @Override
    public Set<Activity> after() {
        return Set.of(ArchiveStep.ACTIVITY);
    }

    @Override
    public Set<Activity> afterOnParents() {
        return Set.of();
    }

    @Override
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return fleet.targets(read);
    }

    @Override
    public Execution open(StepContext context) {
        throw new UnsupportedOperationException();
    }
}
