package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestDigests;
import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.cache.BuildCache;
import dev.imagemanager.pipeline.cache.FakeLayerCache;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.generate.OutputDirectory;
import dev.imagemanager.reference.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

    final Map<String, Digest> bases = new HashMap<>();

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
        GeneratedFleet generated = fleet.generate();
        OutputDirectory output = new OutputDirectory(directory);
        output.apply(output.compare(generated, generated.fleet().targets().keySet()));
        try {
            TargetBuilder builder = new TargetBuilder(
                    generated,
                    settings,
                    tested,
                    BuildCache.open(layerCache, generated.fleet().settings(), events::add),
                    imageBuilder,
                    store,
                    (image, fleetSettings) -> Optional.ofNullable(bases.get(image.toString())),
                    environment,
                    events::add);
            for (TargetName name : generated.graph().buildOrder()) {
                int before = imageBuilder.requests.size();
                boolean upToDate =
                        builder.build(generated.fleet().targets().get(name)).upToDate();
                assertThat(upToDate).isEqualTo(imageBuilder.requests.size() == before);
            }
            builder.tidyUp();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        return imageBuilder.built();
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
