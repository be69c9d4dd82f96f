package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * The plan of a build for one builder.
 *
 * @param assumed what it is, or is thought to be
 * @param platforms that targets are built for
 */
record PlannedBuild(
        BuildInputs inputs,
        List<Target> targets,
        Identity assumed,
        Map<TargetName, SortedSet<Platform>> platforms,
        ContentKeys keys,
        TargetPlanner planner,
        BuildPlan plan)
        implements Step.Planned {

    static PlannedBuild of(BuildInputs inputs, List<Target> targets) throws InterruptedException {
        GeneratedFleet generated = inputs.context().fleet();
        Identity identity = inputs.builder().identity();
        ContentKeys keys = new ContentKeys(
                generated,
                new ExternalImages(
                        generated,
                        inputs.registrySettings(),
                        inputs.baseImages(),
                        inputs.baseDigests(),
                        inputs.remoteSources(),
                        identity),
                identity,
                inputs.imageTime(),
                inputs.contexts());
        Map<TargetName, SortedSet<Platform>> platforms = generated
                .graph()
                .platformsToBuild(generated.fleet(), inputs.context().chosen());
        TargetPlanner planner =
                new TargetPlanner(inputs, platforms, keys, new ParentImages(generated, platforms, inputs.store()));
        return new PlannedBuild(
                inputs, targets, identity, platforms, keys, planner, BuildPlan.of(targets, generated, planner));
    }

    @Override
    public Set<ServiceName> services() {
        return plan.needsBuilder() ? LazyBuilder.SERVICES : Set.of();
    }

    @Override
    public List<PlannedWork> work() {
        return plan.work(targets, platforms);
    }

    @Override
    public Optional<Map<Platform, Digest>> images(TargetName target) {
        return plan.images(target);
    }

    Target target(TargetName name) {
        return inputs.context().fleet().fleet().targets().get(name);
    }

    @Override
    public List<Explanation> explain(TargetName target) {
        return new BuildExplainer(this).explain(target);
    }

    @Override
    public Optional<Platform> builder() {
        return Optional.of(assumed.platform());
    }

    @Override
    public Step.Execution open() throws InterruptedException {
        if (plan.needsBuilder()) {
            inputs.builder().connected();
        }
        PlannedBuild current = inputs.builder().identity().equals(assumed) ? this : of(inputs, targets);
        TargetBuilder execution = new TargetBuilder(inputs, current.planner, current.plan, current.keys);
        execution.prepare();
        return execution;
    }
}
