package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestDigests;
import dev.imagemanager.pipeline.cache.CacheUse;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Targets for several platforms. */
class BuildPlatformsTest extends TargetBuilderFleet {

    @Test
    void everyPlatformHasItsOwnBases() {
        fleet.with("images/multi/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                .with("images/multi/Dockerfile", "ARG TARGETARCH\nFROM debian:12-$TARGETARCH\n");
        bases.put("debian:12-amd64", TestDigests.of("amd64"));
        bases.put("debian:12-arm64", TestDigests.of("arm64"));
        assertThat(build()).contains("multi:1", "multi:1 linux/arm64");
        assertThat(build()).isEmpty();

        bases.put("debian:12-arm64", TestDigests.of("newer"));
        assertThat(build()).containsExactly("multi:1 linux/arm64");
    }

    @Test
    void severalPlatformsGetOneIndexAndArchivesOfTheirOwn() {
        fleet.with("images/multi/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                .with("images/multi/Dockerfile", "FROM scratch\n");
        build();

        assertThat(store.indexes.get("multi:1"))
                .isEqualTo(Map.of(
                        Platform.LINUX_AMD64,
                        store.tags.get("multi:1-linux-amd64"),
                        Platform.parse("linux/arm64"),
                        store.tags.get("multi:1-linux-arm64")));
        assertThat(fleet.files("dist/multi/1"))
                .containsKeys("linux-amd64/image.tar", "linux-arm64/image.tar")
                .doesNotContainKey("image.tar");

        store.tags.remove("multi:1");
        assertThat(build()).isEmpty();
        assertThat(store.tags).containsKey("multi:1");
    }

    @Test
    void theCommandLinesPlatformsReplaceTheDefinitions() {
        build();
        assertThat(build(new BuildSettings(true, false, List.of(Platform.parse("linux/arm64")))))
                .containsExactly("base:1.0.0 linux/arm64", "app:1 linux/arm64");
        assertThat(build(new BuildSettings(true, false, List.of(Platform.parse("linux/arm64"), Platform.LINUX_AMD64))))
                .as("both are in the registry")
                .isEmpty();

        assertThat(fleet.files("dist/app/1"))
                .as("archives of other builds")
                .doesNotContainKey("image.tar")
                .as("what was built here")
                .containsKey("linux-arm64/image.tar");
    }

    @Test
    void aParentThatIsNotBuiltForThePlatformIsSaidWithItsPlace() {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/arm64]\n");

        assertThatExceptionOfType(InputException.class).isThrownBy(this::build).satisfies(failure -> assertThat(
                        fleet.shown(failure.problems()))
                .startsWith("images/app/Dockerfile:1")
                .contains("app:1 is built for linux/arm64, but base:1.0.0 is not")
                .contains("set the same platforms for both"));
    }

    @Test
    void everyPlatformHasAPlaceInTheLayerCache() {
        fleet.with(".image-manager.yml", "cache: {endpoint: http://s3, access_key: a, secret_key: b}\n");

        build(new BuildSettings(false, false, List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"))));

        assertThat(imageBuilder.requests)
                .extracting(request -> request.layerCache().flatMap(CacheUse::export))
                .containsExactly(
                        Optional.of("1.0.0/linux-amd64"),
                        Optional.of("1.0.0/linux-arm64"),
                        Optional.of("1/linux-amd64"),
                        Optional.of("1/linux-arm64"));
    }

    private void crossCompiling() {
        fleet.with("images/tools/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                .with("images/tools/Dockerfile", "FROM scratch\n")
                .with("images/cross/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                .with(
                        "images/cross/Dockerfile",
                        "FROM --platform=$BUILDPLATFORM tools:1 AS build\nFROM tools:1\nCOPY --from=build a b\n");
    }

    private Map<String, BuildContext> contextsOfCross(Platform platform) {
        return imageBuilder.requests.stream()
                .filter(request -> request.target().toString().equals("cross:1"))
                .filter(request -> request.platform().equals(platform))
                .findFirst()
                .orElseThrow()
                .namedContexts();
    }

    private BuildContext tools(String platform) {
        return store.pinned("tools", store.tags.get("tools:1-" + platform));
    }

    @Test
    void aParentForTheBuildMachineHasAContextOfItsOwn() {
        crossCompiling();
        build();

        assertThat(contextsOfCross(Platform.LINUX_AMD64)).isEqualTo(Map.of("tools:1", tools("linux-amd64")));
        assertThat(contextsOfCross(Platform.parse("linux/arm64")))
                .isEqualTo(Map.of(
                        "tools:1::linux/amd64", tools("linux-amd64"),
                        "tools:1::linux/arm64", tools("linux-arm64")));
    }

    @Test
    void aParentForTheBuildMachineIsInTheKey() {
        crossCompiling();
        build();
        assertThat(build()).isEmpty();

        fleet.with("images/tools/Dockerfile", "FROM scratch\nLABEL a=b\n");
        assertThat(build()).contains("cross:1", "cross:1 linux/arm64");
        assertThat(fleet.files("dist/cross/1").get("build.json"))
                .contains("\"parent tools:1 for linux/amd64\"", "\"parent tools:1\"");

        imageBuilder.platform = Platform.parse("linux/arm64");
        assertThat(build()).contains("cross:1", "cross:1 linux/arm64").doesNotContain("tools:1 linux/arm64");
    }

    @Test
    void aToolForOnePlatformIsBuiltOnceForApplicationsOfTwo() {
        crossCompiling();
        fleet.with("images/tools/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64]\n")
                .with(
                        "images/cross/Dockerfile",
                        "FROM --platform=$BUILDPLATFORM tools:1 AS build\nFROM scratch\nCOPY --from=build a b\n");

        assertThat(build()).containsExactly("base:1.0.0", "app:1", "tools:1", "cross:1", "cross:1 linux/arm64");
        BuildContext tools = store.pinned("tools", store.tags.get("tools:1"));
        assertThat(contextsOfCross(Platform.LINUX_AMD64)).isEqualTo(Map.of("tools:1", tools));
        assertThat(contextsOfCross(Platform.parse("linux/arm64"))).isEqualTo(Map.of("tools:1::linux/amd64", tools));
    }

    /** Nothing is built in vain for the other platform. */
    @Test
    void aMissingPlatformOfAParentIsSaidBeforeTheFirstBuild() {
        crossCompiling();
        fleet.with("images/tools/image.yml", "tags: [{name: '1'}]\n")
                .with("images/cross/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/arm64]\n");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(this::build)
                .withMessageContaining("cross:1 is built for linux/arm64, but tools:1 is not");
        assertThat(imageBuilder.built()).noneMatch(built -> built.startsWith("cross"));
    }

    /** Nothing asks for the builder that is a service. */
    @Test
    void platformsHaveBuildersOfTheirOwn() {
        fleet.withVariable("IMAGE_MANAGER_BUILDERS", "linux/amd64=tcp://a:1,tcp://b:1;linux/arm64=tcp://c:1")
                .with("images/multi/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                .with("images/multi/Dockerfile", "FROM scratch\n")
                .without("images/app/image.yml");

        assertThat(build()).containsExactlyInAnyOrder("base:1.0.0", "multi:1", "multi:1 linux/arm64");
        assertThat(imageBuilder.addresses).containsExactlyInAnyOrder("tcp://a:1", "tcp://b:1", "tcp://c:1");
        assertThat(fleet.files("dist/multi/1").get("build.log"))
                .contains("linux/amd64: built by tcp://a:1", "linux/arm64: built by tcp://c:1");
        imageBuilder.addresses.clear();
        assertThat(build()).isEmpty();
        assertThat(imageBuilder.addresses).as("nothing to build").isEmpty();
    }
}
