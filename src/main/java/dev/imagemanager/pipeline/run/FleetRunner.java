package dev.imagemanager.pipeline.run;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineEvent.Activity;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.BaseImageResolver;
import dev.imagemanager.pipeline.build.BuildSecrets;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.pipeline.build.ImageStores;
import dev.imagemanager.pipeline.build.TargetBuilder;
import dev.imagemanager.pipeline.cache.BuildCache;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.generate.OutputDirectory;
import dev.imagemanager.pipeline.generate.OutputLock;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.services.FleetServices;
import dev.imagemanager.pipeline.test.ImageTester;
import dev.imagemanager.pipeline.test.TargetTester;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Generates, builds and tests targets, each as soon as what it needs is there. */
@ApplicationScoped
public final class FleetRunner {

    private static final PipelineEvent WAITING =
            new PipelineEvent.Noted(Problem.note("waiting for another command that works on this fleet"));

    private final FleetGenerator generator;
    private final ImageBuilder imageBuilder;
    private final ImageStores stores;
    private final BaseImageResolver baseImages;
    private final ImageTester imageTester;
    private final Environment environment;
    private final FleetServices services;
    private final LayerCache layerCache;

    @Inject
    public FleetRunner(
            FleetGenerator generator,
            ImageBuilder imageBuilder,
            ImageStores stores,
            BaseImageResolver baseImages,
            ImageTester imageTester,
            Environment environment,
            FleetServices services,
            LayerCache layerCache) {
        this.generator = generator;
        this.imageBuilder = imageBuilder;
        this.stores = stores;
        this.baseImages = baseImages;
        this.imageTester = imageTester;
        this.environment = environment;
        this.services = services;
        this.layerCache = layerCache;
    }

    /**
     * @throws dev.imagemanager.problem.InputException if the fleet's files or the chosen targets are wrong
     * @throws dev.imagemanager.problem.EnvironmentException if there is nothing to build, push or test with
     */
    public RunReport run(RunRequest request, PipelineListener listener) throws InterruptedException {
        long start = System.nanoTime();
        GeneratedFleet generated = generator.generate(request.directory());
        Fleet fleet = generated.fleet();
        List<TargetName> chosen = request.targets().select(fleet, generated.graph());
        List<TargetName> toBuild = request.builds()
                ? generated.graph().buildOrder().stream()
                        .filter(generated.graph().withAncestors(chosen)::contains)
                        .toList()
                : List.of();
        BuildSecrets.require(toBuild.stream().map(fleet.targets()::get).toList(), fleet.directory(), environment);
        return OutputLock.whileHeld(
                fleet.directory(),
                () -> listener.on(WAITING),
                () -> run(request, generated, chosen, toBuild, listener, start));
    }

    private RunReport run(
            RunRequest request,
            GeneratedFleet generated,
            List<TargetName> chosen,
            List<TargetName> toBuild,
            PipelineListener listener,
            long start)
            throws InterruptedException {
        Fleet fleet = generated.fleet();
        List<TargetName> toGenerate = request.builds() ? toBuild : chosen;
        OutputDirectory output = new OutputDirectory(fleet.directory());
        output.apply(output.compare(generated, toGenerate));

        List<Target> toTest = request.tests()
                ? chosen.stream()
                        .map(fleet.targets()::get)
                        .filter(target -> target.tag().test().isPresent())
                        .toList()
                : List.of();
        Set<TargetName> tested = toTest.stream().map(Target::name).collect(Collectors.toSet());
        FleetSettings settings = services.supply(
                fleet.directory(), fleet.settings(), needs(request.builds(), !toTest.isEmpty()), listener);
        Optional<TargetBuilder> builder = request.builds()
                ? Optional.of(new TargetBuilder(
                        generated.with(settings),
                        request.buildSettings(),
                        tested,
                        BuildCache.open(layerCache, settings, listener),
                        imageBuilder,
                        stores,
                        baseImages,
                        environment,
                        listener))
                : Optional.empty();
        Optional<TargetTester> tester =
                toTest.isEmpty() ? Optional.empty() : Optional.of(new TargetTester(fleet, imageTester, listener));

        RunRecorder recorder = new RunRecorder(fleet, toGenerate, listener);
        Map<Task, Set<Task>> tasks = tasks(generated, toBuild, toTest, request.builds());
        new Scheduler<>(tasks)
                .run(
                        request.jobs(),
                        request.failFast(),
                        task -> {
                            Target target = fleet.targets().get(task.target());
                            if (task.activity() == Activity.BUILD) {
                                recorder.build(target, builder.orElseThrow());
                            } else {
                                recorder.test(target, tester.orElseThrow());
                            }
                        },
                        recorder::finished);
        builder.ifPresent(TargetBuilder::tidyUp);
        return recorder.report(System.nanoTime() - start);
    }

    private static Set<ServiceName> needs(boolean builds, boolean tests) {
        Set<ServiceName> needs = EnumSet.noneOf(ServiceName.class);
        if (builds) {
            needs.add(ServiceName.REGISTRY);
            needs.add(ServiceName.GARAGE);
            needs.add(ServiceName.BUILDKITD);
        }
        if (tests) {
            needs.add(ServiceName.DIND);
        }
        return needs;
    }

    /** Builds in build order, each test right behind its build, so that work of both kinds is always at hand. */
    private static Map<Task, Set<Task>> tasks(
            GeneratedFleet generated, Collection<TargetName> toBuild, List<Target> toTest, boolean testsNeedBuilds) {
        Map<Task, Set<Task>> tasks = new LinkedHashMap<>();
        for (TargetName target : toBuild) {
            Set<Task> parents = new HashSet<>();
            generated.graph().parentsOf(target).forEach(parent -> parents.add(new Task(parent, Activity.BUILD)));
            tasks.put(new Task(target, Activity.BUILD), parents);
        }
        List<Task> tests = new ArrayList<>();
        toTest.forEach(target -> tests.add(new Task(target.name(), Activity.TEST)));
        for (Task test : tests) {
            tasks.put(test, testsNeedBuilds ? Set.of(new Task(test.target(), Activity.BUILD)) : Set.of());
        }
        return tasks;
    }
}
