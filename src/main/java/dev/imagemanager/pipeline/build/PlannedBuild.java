package dev.imagemanager.pipeline.build;

import dev.imagemanager.graph.BuilderPlatforms;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
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
 * The plan of a build.
 *
 * @param assumed what the builders are, or are thought to be
 * @param platforms that targets are built for
 */
record PlannedBuild(
        BuildInputs inputs,
        List<Target> targets,
        BuilderIdentities assumed,
        Map<TargetName, SortedSet<Platform>> platforms,
        ContentKeys keys,
        TargetPlanner planner,
        BuildPlan plan)
        implements Step.Planned {

    static PlannedBuild of(BuildInputs inputs, List<Target> targets) throws InterruptedException {
        GeneratedFleet generated = inputs.context().fleet();
        BuilderIdentities builders = inputs.builders().identities();
        ContentKeys keys = new ContentKeys(
                generated,
                new ExternalImages(
                        generated,
                        inputs.registrySettings(),
                        inputs.baseImages(),
                        inputs.baseDigests(),
                        inputs.remoteSources(),
                        builders),
                builders,
                inputs.imageTime(),
                inputs.contexts());
        Map<TargetName, SortedSet<Platform>> platforms = generated
                .graph()
                .platformsToBuild(generated.fleet(), inputs.context().chosen());
        TargetPlanner planner =
                new TargetPlanner(inputs, platforms, keys, new ParentImages(generated, platforms, inputs.store()));
        return new PlannedBuild(
                inputs, targets, builders, platforms, keys, planner, BuildPlan.of(targets, generated, planner));
    }

    @Override
    public Set<ServiceName> services() {
        return inputs.builders().services(plan.platformsToBuild());
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
    public Optional<BuilderPlatforms> builders() {
        return Optional.of(assumed.platforms());
    }

    @Override
    public Step.Execution open() throws InterruptedException {
        inputs.builders().connect(plan.platformsToBuild());
        PlannedBuild current = inputs.builders().identities().equals(assumed) ? this : of(inputs, targets);
        TargetBuilder execution = new TargetBuilder(inputs, current.planner, current.plan, current.keys);
        execution.prepare();
        return execution;
    }
}
