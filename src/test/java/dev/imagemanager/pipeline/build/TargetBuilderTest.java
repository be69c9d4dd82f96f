package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TargetBuilderTest extends TargetBuilderFleet {

    @Test
    void aLayerCacheThatFailsABuildIsSaidAndNotUsedAgain() {
        fleet.with(".image-manager.yml", "cache: {endpoint: http://s3, access_key: a, secret_key: b}\n");
        imageBuilder.cacheFailures.put("base:1.0.0", new ImageBuilder.CacheFailure("no answer", "look", false));

        assertThat(build()).containsExactly("base:1.0.0", "app:1");

        assertThat(requestFor("base:1.0.0").layerCache()).isPresent();
        assertThat(requestFor("app:1").layerCache()).isEmpty();
        assertThat(events)
                .filteredOn(PipelineEvent.Noted.class::isInstance)
                .singleElement()
                .asString()
                .contains("builds continue without the layer cache: no answer");
    }

    @Test
    void parentsComeFirstAndReachTheirChildrenByDigest() {
        assertThat(build()).containsExactly("base:1.0.0", "app:1");

        assertThat(requestFor("app:1").namedContexts())
                .containsExactly(Map.entry(
                        "base:1.0",
                        new PinnedImage.InRegistry(
                                ImageReference.parse("localhost:5050/base@" + store.tags.get("base:1.0.0")))));
        assertThat(requestFor("base:1.0.0").references())
                .containsExactly(ImageReference.parse("localhost:5050/base:1.0.0"));
        assertThat(store.tags.keySet()).anyMatch(name -> name.matches("base:im-[0-9a-f]{64}"));
        assertThat(requestFor("base:1.0.0").context().path()).isEqualTo(directory.resolve("images/base"));
        assertThat(requestFor("base:1.0.0").dockerfile()).isEqualTo(directory.resolve("dist/base/1.0.0/Dockerfile"));
    }

    @Test
    void nothingIsBuiltTwice() {
        build();
        Map<String, String> files = fleet.files("dist");

        assertThat(build()).isEmpty();
        assertThat(fleet.files("dist")).isEqualTo(files);
    }

    @Test
    void whatBuildsOnAChangedImageIsBuiltAgain() {
        build();
        fleet.with("images/base/motd", "changed\n");

        assertThat(build()).containsExactly("base:1.0.0", "app:1");
    }

    @Test
    void forceAndNoCacheBuildEverything() {
        build();

        assertThat(build(new BuildSettings(true, true, List.of()))).hasSize(2);
        assertThat(imageBuilder.requests).allMatch(ImageBuilder.Request::useCache);
        assertThat(build(new BuildSettings(false, false, List.of()))).hasSize(2);
        assertThat(imageBuilder.requests).noneMatch(ImageBuilder.Request::useCache);
    }

    @Test
    void aStageMustNotHideAParent() {
        fleet.with("images/base/image.yml", "tags: [{name: latest}]\n")
                .with("images/app/Dockerfile", "FROM base\nFROM scratch AS base\n");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(this::build)
                .withMessageContaining("the stage 'base' has the name of the image 'base'");
    }

    @Test
    void aFailedBuildLeavesItsLogAndNoRecord() {
        imageBuilder.failures.put(
                "base:1.0.0", new BuildFailedException("exit code: 1", Optional.of("RUN x"), List.of("last"), 2));

        build();
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(failure.problems())
                    .singleElement()
                    .asString()
                    .startsWith("images/base/Dockerfile:2: the build of base:1.0.0 failed at RUN x: exit code: 1");
            assertThat(failure.details()).containsExactly("last");
        });

        assertThat(fleet.files("dist/base/1.0.0"))
                .containsEntry("build.log", "building base:1.0.0\n")
                .doesNotContainKeys("build.json", "image.tar");
        assertThat(events).contains(new PipelineEvent.Output(new TargetName("base", "1.0.0"), "building base:1.0.0"));
        imageBuilder.failures.clear();
        assertThat(build()).hasSize(2);
    }

    @Test
    void withoutArchivesTheRegistryIsEnoughExceptForTests() {
        fleet.with(".image-manager.yml", "keep_archives: false\n");
        build();
        assertThat(fleet.files("dist/app/1")).doesNotContainKey("image.tar");
        assertThat(build()).isEmpty();

        tested.add(new TargetName("app", "1"));
        store.exported.clear();
        assertThat(build()).isEmpty();
        assertThat(store.exported).containsExactly("app:1");
        assertThat(fleet.files("dist/app/1")).doesNotContainKey("image.tar");
    }

    @Test
    void proxiesReachBuildsUnlessTheyHoldAPassword() {
        environment.set("HTTPS_PROXY", "http://proxy:3128");
        environment.set("http_proxy", "http://user:secret@proxy:3128");
        build();

        assertThat(requestFor("app:1").buildArgs())
                .containsEntry("HTTPS_PROXY", "http://proxy:3128")
                .doesNotContainKey("http_proxy");
        assertThat(events.stream()
                        .filter(PipelineEvent.Noted.class::isInstance)
                        .map(Object::toString)
                        .collect(Collectors.joining()))
                .contains("http_proxy is not passed")
                .doesNotContain("secret");
    }
}
