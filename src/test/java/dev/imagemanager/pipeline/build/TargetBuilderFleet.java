package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestDigests;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.graph.BuildPlatforms;
import dev.imagemanager.graph.BuilderPlatforms;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.cache.FakeLayerCache;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.services.FakeServices;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.reference.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fleet on paper that is built by a builder on paper. */
abstract class TargetBuilderFleet {

    static final BuildSettings NORMAL = new BuildSettings(true, false, List.of());

    @TempDir
    Path directory;

    TestFleet fleet;

    final FakeEnvironment environment = new FakeEnvironment();

    final FakeImageStore store = new FakeImageStore();

    final RecordingImageBuilder imageBuilder = new RecordingImageBuilder(store);

    final FakeLayerCache layerCache = new FakeLayerCache();

    final List<PipelineEvent> events = new ArrayList<>();

    final FakeBaseImages baseImages = new FakeBaseImages();

    final FakeRemotes remotes = new FakeRemotes();

    final Map<String, Digest> bases = baseImages.digests;

    final Set<String> offline = baseImages.offline;

    final List<Outcome.Failed> failures = new ArrayList<>();

    List<PlannedWork> planned = List.of();

    final Set<TargetName> tested = new HashSet<>();

    @BeforeEach
    void makeFleet() {
        fleet = new TestFleet(directory)
                .with("images/base/image.yml", "tags: [{name: 1.0.0}]\n")
                .with("images/base/Dockerfile", "FROM debian:12\nCOPY motd /etc/\n")
                .with("images/base/motd", "hello\n")
                .with("images/app/image.yml", "tags: [{name: \"1\"}]\n")
                .with("images/app/Dockerfile", "FROM base:1.0\n");
        bases.put("debian:12", TestDigests.of("debian"));
    }

    /** @return the targets that were built, not taken as they are */
    List<String> build(BuildSettings settings) {
        imageBuilder.requests.clear();
        GeneratedFleet generated = fleet.generator()
                .forPlatforms(
                        fleet.generate(),
                        new BuildPlatforms(BuilderPlatforms.all(imageBuilder.platform), settings.platforms()));
        fleet.write();
        try {
            BuildSteps steps = new BuildSteps(
                    imageBuilder,
                    store,
                    baseImages,
                    remotes,
                    remotes,
                    remotes,
                    layerCache,
                    TestSeals.documents(),
                    environment);
            StepContext context = new StepContext(
                    generated,
                    generated.fleet().targets().keySet(),
                    services -> FakeServices.provided(generated.fleet().settings()),
                    new OutputDirectory(directory),
                    events::add,
                    4,
                    Optional.empty(),
                    fleet.mask());
            Step step = steps.with(settings);
            Step.Planned plan = step.plan(context, step.targets(generated, context.chosen()), Map.of());
            planned = plan.work();
            Step.Execution builder = plan.open();
            ImageArchives archives = steps.archives();
            Step.Execution keeping = steps.keeping(archives).open(context);
            for (TargetName name : generated.graph().buildOrder()) {
                int before = imageBuilder.requests.size();
                Outcome outcome = builder.run(generated.fleet().targets().get(name));
                if (outcome instanceof Outcome.Failed failed) {
                    failures.add(failed);
                    break;
                }
                assertThat(((Outcome.Succeeded) outcome).isUnchanged())
                        .isEqualTo(imageBuilder.requests.size() == before);
                if (generated.fleet().settings().keepArchives()) {
                    keeping.run(generated.fleet().targets().get(name));
                }
                if (tested.contains(name)) {
                    archives.require(context, name, imageBuilder.platform);
                }
            }
            builder.finish();
            archives.finish(context);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        return imageBuilder.built();
    }

    /** @return what a plan of all targets says of one */
    List<Explanation> explain(String target) {
        GeneratedFleet generated = fleet.generator()
                .forPlatforms(
                        fleet.generate(), new BuildPlatforms(BuilderPlatforms.all(imageBuilder.platform), List.of()));
        StepContext context = new StepContext(
                generated,
                generated.fleet().targets().keySet(),
                services -> FakeServices.provided(generated.fleet().settings()),
                new OutputDirectory(directory),
                events::add,
                4,
                Optional.empty(),
                fleet.mask());
        try {
            Step step = new BuildSteps(
                            imageBuilder,
                            store,
                            baseImages,
                            remotes,
                            remotes,
                            remotes,
                            layerCache,
                            TestSeals.documents(),
                            environment)
                    .with(NORMAL);
            return step.plan(context, step.targets(generated, context.chosen()), Map.of())
                    .explain(name(target));
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static TargetName name(String target) {
        int colon = target.indexOf(':');
        return new TargetName(target.substring(0, colon), target.substring(colon + 1));
    }

    List<String> build() {
        return build(NORMAL);
    }

    ImageBuilder.Request requestFor(String target) {
        return imageBuilder.requests.stream()
                .filter(request -> request.target().toString().equals(target))
                .findFirst()
                .orElseThrow();
    }
}
