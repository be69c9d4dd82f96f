package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.model.Target;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.cache.FakeLayerCache;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.services.FakeServices;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.reference.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link TargetBuilder} where images go from hand to hand. */
class BuildWithoutRegistryTest {

    @TempDir
    Path directory;

    private TestFleet fleet;
    private final FakeImageStore store = new FakeImageStore();
    private final RecordingImageBuilder imageBuilder = new RecordingImageBuilder(store);

    @BeforeEach
    void makeFleet() {
        fleet = new TestFleet(directory)
                .with(".image-manager.yml", "build_registry: false\n")
                .with("images/base/image.yml", "tags: [{name: 1.0.0}]\n")
                .with("images/base/Dockerfile", "FROM scratch\n")
                .with("images/app/image.yml", "platforms: [linux/amd64, linux/arm64]\ntags: [{name: '1'}]\n")
                .with("images/app/Dockerfile", "FROM scratch\n")
                .with("images/top/image.yml", "tags: [{name: '1'}]\n")
                .with("images/top/Dockerfile", "FROM base:1.0\nCOPY --from=app:1 /a /b\n");
    }

    private List<String> build() throws InterruptedException {
        imageBuilder.requests.clear();
        GeneratedFleet generated = fleet.generate();
        fleet.write();
        BuildSteps steps = new BuildSteps(
                imageBuilder,
                store,
                new FakeBaseImages(),
                new FakeRemotes(),
                new FakeRemotes(),
                new FakeRemotes(),
                new FakeLayerCache(),
                TestSeals.documents(),
                new FakeEnvironment());
        StepContext context = new StepContext(
                generated,
                generated.fleet().targets().keySet(),
                services -> FakeServices.provided(generated.fleet().settings()),
                new OutputDirectory(directory),
                event -> {},
                4,
                java.util.Optional.empty(),
                fleet.mask());
        Step.Execution builder =
                steps.with(new BuildSettings(true, false, List.of())).open(context);
        Step keeping = steps.keeping(steps.archives());
        List<Target> kept = keeping.targets(generated, context.chosen());
        Step.Execution archives = keeping.open(context);
        for (var name : generated.graph().buildOrder()) {
            builder.run(generated.fleet().targets().get(name));
            Target target = generated.fleet().targets().get(name);
            if (kept.contains(target)) {
                archives.run(target);
            }
        }
        builder.finish();
        archives.finish();
        return imageBuilder.built();
    }

    @Test
    void parentsAreHandedOnThroughTheLayoutAndNothingIsPushed() throws InterruptedException {
        assertThat(build()).containsExactly("app:1", "app:1 linux/arm64", "base:1.0.0", "top:1");

        assertThat(imageBuilder.requests)
                .allSatisfy(request -> assertThat(request.references()).isEmpty());
        Path layout = directory.resolve("layout");
        assertThat(imageBuilder.requests.get(3).namedContexts())
                .isEqualTo(Map.of(
                        "base:1.0",
                        new PinnedImage.InLayout(layout, store.digest("base:1.0.0")),
                        "app:1",
                        new PinnedImage.InLayout(layout, store.digest("app:1-linux-amd64"))));
        assertThat(build()).isEmpty();
    }

    @Test
    void whatTheLayoutLostIsTakenFromItsArchiveOrBuiltAgain() throws InterruptedException {
        build();
        Digest base = store.tags.remove("base:1.0.0");
        store.restorable.add(base);
        assertThat(build()).isEmpty();
        assertThat(store.digest("base:1.0.0")).isEqualTo(base);

        store.tags.remove("base:1.0.0");
        store.restorable.clear();
        assertThat(build()).contains("base:1.0.0");
    }

    @Test
    void withoutArchivesTheLayoutIsEnough() throws InterruptedException {
        fleet.with(".image-manager.yml", "build_registry: false\nkeep_archives: false\n");
        build();

        assertThat(fleet.files("dist/base/1.0.0")).doesNotContainKey("image.tar");
        assertThat(build()).isEmpty();
        store.restorable.add(store.tags.remove("base:1.0.0"));
        assertThat(build()).as("there is no archive").contains("base:1.0.0");
    }

    @Test
    void onlyWhatTheFleetHasIsRetained() throws InterruptedException {
        build();

        assertThat(store.retained)
                .containsExactlyInAnyOrder("base:1.0.0", "app:1", "app:1-linux-amd64", "app:1-linux-arm64", "top:1");
    }
}
