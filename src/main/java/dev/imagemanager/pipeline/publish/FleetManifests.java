package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.build.ImageStore;
import dev.imagemanager.pipeline.build.ImageStores;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.run.FleetRunner;
import dev.imagemanager.pipeline.run.PlannedSteps;
import dev.imagemanager.pipeline.run.RunRequest;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageAnnotations;
import dev.imagemanager.reference.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Makes the indexes of targets whose platforms were built by several machines. An index has the images with the present
 * content keys, which the build registry knows, and no others.
 */
@ApplicationScoped
public final class FleetManifests {

    private final FleetRunner runner;
    private final BuildSteps buildSteps;
    private final ImageStores stores;

    @Inject
    public FleetManifests(FleetRunner runner, BuildSteps buildSteps, ImageStores stores) {
        this.runner = runner;
        this.buildSteps = buildSteps;
        this.stores = stores;
    }

    /**
     * @param snapshot that the tags of indexes are for
     * @throws dev.imagemanager.problem.InputException if the fleet's files or the selected targets are not valid
     * @throws EnvironmentException if the image store cannot be used
     */
    public ManifestReport make(
            Path directory, TargetSelector targets, Optional<Snapshot> snapshot, PipelineListener listener)
            throws InterruptedException {
        RunRequest request = RunRequest.toPlan(
                directory,
                targets,
                TargetFilter.all(),
                List.of(buildSteps.with(new BuildSettings(true, false, List.of(), snapshot))),
                1);
        return runner.withPlans(request, listener, plans -> make(plans, snapshot, listener));
    }

    private ManifestReport make(PlannedSteps plans, Optional<Snapshot> snapshot, PipelineListener listener)
            throws InterruptedException {
        ImageStore store = stores.open(
                plans.fleet().directory(),
                plans.context()
                        .services()
                        .require(EnumSet.of(ServiceName.REGISTRY))
                        .registry());
        Step.Planned builds = plans.steps().get(BuildStep.ACTIVITY);
        Map<TargetName, List<PlannedWork>> work =
                builds.work().stream().collect(Collectors.groupingBy(PlannedWork::target));
        Map<TargetName, ManifestReport.Index> made = new ConcurrentHashMap<>();
        Map<TargetName, Problem> failures = new ConcurrentHashMap<>();
        Scheduler.ofIndependent(plans.chosen()).runAll(name -> {
            Target target = plans.fleet().targets().get(name);
            Optional<Map<Platform, Digest>> images = builds.images(name);
            if (images.isEmpty()) {
                failures.put(name, incomplete(name, work.getOrDefault(name, List.of())));
            } else if (images.get().size() > 1) {
                try {
                    made.put(name, index(store, target, images.get(), snapshot));
                } catch (EnvironmentException failure) {
                    failures.put(name, failure.problems().get(0));
                }
            }
        });
        List<ManifestReport.Index> indexes = new ArrayList<>();
        List<Withheld> incomplete = new ArrayList<>();
        for (TargetName name : plans.chosen()) {
            Optional.ofNullable(made.get(name)).ifPresent(indexes::add);
            Optional.ofNullable(failures.get(name)).ifPresent(problem -> {
                incomplete.add(new Withheld(name, problem));
                listener.on(new PipelineEvent.Failed(name, problem, List.of()));
            });
        }
        return new ManifestReport(indexes, incomplete, plans.chosen().size() - indexes.size() - incomplete.size());
    }

    private static ManifestReport.Index index(
            ImageStore store, Target target, Map<Platform, Digest> images, Optional<Snapshot> snapshot)
            throws InterruptedException {
        TargetName name = target.name();
        String tag = Snapshot.tag(snapshot, name.tag());
        Optional<Digest> before = store.digestOf(name.image(), tag);
        Digest digest = store.putIndex(
                name.image(), tag, images, ImageAnnotations.of(target.tag().labels()));
        return new ManifestReport.Index(name, tag, digest, images, before.equals(Optional.of(digest)));
    }

    private static Problem incomplete(TargetName name, List<PlannedWork> work) {
        String missing = work.stream()
                .filter(item -> item.kind() != PlannedWork.Kind.NONE)
                .map(item -> item.platform().map(Platform::toString).orElse("its platform")
                        + (item.why().isEmpty() ? "" : " (" + item.why() + ")"))
                .collect(Collectors.joining(", "));
        String platforms = work.stream()
                .filter(item -> item.kind() != PlannedWork.Kind.NONE)
                .flatMap(item -> item.platform().stream())
                .map(Platform::toString)
                .collect(Collectors.joining(","));
        return Problem.error("the index of " + name + " is not made: the image as it is defined now is missing for "
                        + missing)
                .withHint("build it where that platform is built: image-manager build " + name + " --platform "
                        + platforms);
    }
}
