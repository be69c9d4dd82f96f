package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes the images that a registry has in place of those that were built, so that later steps decide about them. */
final class PublishedImagesStep implements Step {

    private final ImageRegistries registries;
    private final String source;
    private final Optional<Snapshot> snapshot;
    private Optional<ImageRegistries.Source> connected = Optional.empty();

    /** @param source a registry with an optional path */
    PublishedImagesStep(ImageRegistries registries, String source, Optional<Snapshot> snapshot) {
        this.registries = registries;
        this.source = source;
        this.snapshot = snapshot;
    }

    @Override
    public Activity activity() {
        return BuildStep.ACTIVITY;
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
        return Set.of();
    }

    @Override
    public Set<Activity> afterOnParents() {
        return Set.of();
    }

    @Override
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return fleet.targets(chosen);
    }

    @Override
    public Planned plan(StepContext context, Collection<Target> targets, Map<Activity, Planned> before)
            throws InterruptedException {
        PublishPlace place = context.fleet().fleet().settings().publishPlaceOf(source);
        ImageRegistries.Source images = registries.published(place);
        connected = Optional.of(images);
        Map<TargetName, Map<Platform, Digest>> found = new ConcurrentHashMap<>();
        List<TargetName> names = targets.stream().map(Target::name).toList();
        Scheduler.ofIndependent(names).runAll(name -> {
            String tag = Snapshot.tag(snapshot, name.tag());
            Optional<Digest> digest = images.digestOf(new TargetName(name.image(), tag));
            if (digest.isPresent()) {
                found.put(name, images.platforms(name.image(), digest.get()));
            }
        });
        return new Found(found);
    }

    /** Returns where the images are; empty before it is planned. */
    Optional<ImageRegistries.Source> connected() {
        return connected;
    }

    @Override
    public Execution open(StepContext context) {
        throw nothingToDo();
    }

    private static IllegalStateException nothingToDo() {
        return new IllegalStateException("internal error: published images are not built");
    }

    private record Found(Map<TargetName, Map<Platform, Digest>> images) implements Planned {

        @Override
        public Set<ServiceName> services() {
            return Set.of();
        }

        @Override
        public List<PlannedWork> work() {
            return List.of();
        }

        @Override
        public Optional<Map<Platform, Digest>> images(TargetName target) {
            return Optional.ofNullable(images.get(target));
        }

        @Override
        public Execution open() {
            throw nothingToDo();
        }
    }
}
