package dev.imagemanager.pipeline.registry;

import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.build.BuildSettings;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.run.FleetRunner;
import dev.imagemanager.pipeline.run.RunRequest;
import dev.imagemanager.pipeline.step.PlannedWork;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the keys of builds by planning them. Starts no service. */
@Singleton
public final class KeyPlans implements BuildKeys {

    /** Codes of reasons of work whose key is not known completely. */
    private static final Set<String> INCOMPLETE = Set.of("error", "parent");

    private final FleetRunner runner;
    private final BuildSteps builds;

    @Inject
    public KeyPlans(FleetRunner runner, BuildSteps builds) {
        this.runner = runner;
        this.builds = builds;
    }

    @Override
    public CurrentKeys now(Path directory, PipelineListener listener) throws InterruptedException {
        List<PlannedWork> work = runner.plan(
                        RunRequest.toPlan(
                                directory,
                                new TargetSelector(List.of(), false, false),
                                TargetFilter.all(),
                                List.of(builds.with(new BuildSettings(true, false, List.of()))),
                                1),
                        listener)
                .work();
        return new CurrentKeys(
                work.stream()
                        .flatMap(planned -> planned.key().stream())
                        .map(ContentKey.Known::tagOf)
                        .collect(Collectors.toSet()),
                unknown(work));
    }

    /** The key of what builds on something that is built first is another one then. */
    private static Set<String> unknown(List<PlannedWork> work) {
        return work.stream()
                .filter(planned -> planned.kind() == PlannedWork.Kind.UNKNOWN || isIncomplete(planned))
                .map(planned -> planned.target().image())
                .collect(Collectors.toSet());
    }

    private static boolean isIncomplete(PlannedWork planned) {
        return planned.reasons().stream().anyMatch(reason -> INCOMPLETE.contains(reason.code()));
    }
}
