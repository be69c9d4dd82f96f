package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.model.Platform;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.generate.OutputDirectory;
import dev.imagemanager.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetBuilderTest {

    private static final BuildSettings NORMAL = new BuildSettings(true, false, List.of());

    @TempDir
    Path directory;

    private TestFleet fleet;
    private final FakeEnvironment environment = new FakeEnvironment();
    private final FakeImageStore store = new FakeImageStore();
    private final RecordingImageBuilder imageBuilder = new RecordingImageBuilder(store);
    private final List<PipelineEvent> events = new ArrayList<>();
    private final Map<String, String> bases = new HashMap<>();
    private final Set<TargetName> tested = new HashSet<>();

    @BeforeEach
    void makeFleet() {
        fleet = new TestFleet(directory)
                .with("images/base/image.yml", "tags: [{name: 1.0.0}]\n")
                .with("images/base/Dockerfile", "FROM debian:12\nCOPY motd /etc/\n")
                .with("images/base/motd", "hello\n")
                .with("images/app/image.yml", "tags: [{name: \"1\"}]\n")
                .with("images/app/Dockerfile", "FROM base:1.0\n");
        bases.put("debian:12", "sha256:debian");
    }

    /** @return the targets that were built, not taken as they are */
    private List<String> build(BuildSettings settings) {
        imageBuilder.requests.clear();
        GeneratedFleet generated = fleet.generate();
        OutputDirectory output = new OutputDirectory(directory);
        output.apply(output.compare(generated, generated.fleet().targets().keySet()));
        try {
            TargetBuilder builder = new TargetBuilder(
                    generated,
                    settings,
                    tested,
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

    private List<String> build() {
        return build(NORMAL);
    }

    private ImageBuilder.Request requestFor(String target) {
        return imageBuilder.requests.stream()
                .filter(request -> request.target().toString().equals(target))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void parentsComeFirstAndReachTheirChildrenByDigest() {
        assertThat(build()).containsExactly("base:1.0.0", "app:1");

        assertThat(requestFor("app:1").parents())
                .containsExactly(Map.entry(
                        "base:1.0", new PinnedImage.InRegistry("localhost:5050/base", store.tags.get("base:1.0.0"))));
        assertThat(requestFor("base:1.0.0").references())
                .hasSize(2)
                .startsWith("localhost:5050/base:1.0.0")
                .last()
                .asString()
                .matches("localhost:5050/base:im-[0-9a-f]{64}");
        assertThat(requestFor("base:1.0.0").localName()).isEqualTo("base:1.0.0");
        assertThat(requestFor("base:1.0.0").context()).isEqualTo(directory.resolve("images/base"));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images/app/Dockerfile | FROM base:1.0\\nRUN true\\n",
                "images/app/Dockerfile | FROM base:1.0.0\\n",
                "images/app/new | a file",
                "images/app/.dockerignore | a pattern",
                "images/app/image.yml | tags: [{name: '1'}]\\nbuild_args: {A: b}\\n",
                "images/app/image.yml | tags: [{name: '1'}]\\nlabels: {a: b}\\n",
                "images/app/image.yml | tags: [{name: '1'}]\\nplatforms: [linux/arm64]\\n",
                "dist/app/1/image.tar | damaged",
                "dist/app/1/build.json | {}",
                "dist/app/1/build.json | damaged",
            })
    void aChangedFileIsAReasonToBuild(String file, String content) {
        build();
        fleet.with(file, content.replace("\\n", "\n"));
        if (content.contains("platforms")) {
            fleet.with("images/base/image.yml", "tags: [{name: 1.0.0}]\nplatforms: [linux/amd64, linux/arm64]\n");
        }

        assertThat(build()).last().asString().startsWith("app:1");
        assertThat(build()).isEmpty();
    }

    @Test
    void anotherStageIsAReasonToBuild() {
        fleet.with("images/app/Dockerfile", "FROM base:1.0 AS one\nFROM one AS two\n");
        build();
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {target: one}\n");

        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void theModeOfAFileAndTheTargetOfALinkAreReasonsToBuild() throws IOException {
        Path motd = directory.resolve("images/base/motd");
        Path link = directory.resolve("images/base/link");
        build();

        Files.setAttribute(motd, "unix:mode", 0100755);
        assertThat(build()).contains("base:1.0.0");
        Files.setAttribute(motd, "unix:mode", 0104755);
        assertThat(build()).contains("base:1.0.0");
        Files.createSymbolicLink(link, Path.of("motd"));
        assertThat(build()).contains("base:1.0.0");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("nowhere"));
        assertThat(build()).contains("base:1.0.0");
        assertThat(build()).isEmpty();
    }

    @Test
    void aContextBehindALinkIsLookedInto() throws IOException {
        fleet.with("images/linked.yml", "tags: [{name: '1'}]\n")
                .with("elsewhere/Dockerfile", "FROM debian:12\n")
                .with("elsewhere/file", "one");
        Files.createSymbolicLink(directory.resolve("images/linked"), directory.resolve("elsewhere"));
        build();
        fleet.with("elsewhere/file", "two");

        assertThat(build()).containsExactly("linked:1");
    }

    @Test
    void aBaseThatStandsForSomethingElseNowIsAReasonToBuild() {
        build();
        bases.put("debian:12", "sha256:newer");

        assertThat(build()).containsExactly("base:1.0.0", "app:1");
    }

    @Test
    void anotherBuilderIsAReasonToBuild() {
        build();
        imageBuilder.version = "v2";

        assertThat(build()).hasSize(2);
    }

    @Test
    void whatIsGoneOrMovedInTheRegistryIsBuiltAgain() {
        build();
        store.tags.remove("app:1");
        assertThat(build()).containsExactly("app:1");
        store.tags.put("app:1", "sha256:moved");
        assertThat(build()).containsExactly("app:1");
        assertThat(build()).isEmpty();
    }

    @Test
    void aMissingArchiveIsBuiltAgain() {
        build();
        fleet.without("dist/app/1/image.tar");

        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void anotherImageInTheRecordIsNotTaken() {
        build();
        String record = fleet.files("dist/app/1").get("build.json");
        String base = store.tags.get("base:1.0.0");
        fleet.with("dist/app/1/build.json", record.replace(store.tags.get("app:1"), base));

        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void whatDoesNotReachTheImageIsNoReason() throws IOException {
        fleet.with("images/tmpl/image.yml", "tags: [{name: '1'}]\n")
                .with("images/tmpl/Dockerfile.tmpl", "FROM debian:12\n{! a comment !}\n");
        build();
        fleet.with("images/app/image.yml", "# a comment\ntags: [ { name: '1' } ]\n")
                .with("images/tmpl/Dockerfile.tmpl", "FROM debian:12\n{! another comment !}\n");
        Files.setLastModifiedTime(directory.resolve("images/base/motd"), FileTime.fromMillis(0));
        environment.set("HTTPS_PROXY", "http://proxy:3128");

        assertThat(build()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM unknown:1",
                "# syntax=unknown/frontend:1\nFROM debian:12",
                "FROM debian:12\nADD https://example.com/file /",
                "FROM debian:12\nARG URL\nADD $URL /",
                "FROM debian:12\nADD git@example.com:repository.git /",
                "FROM debian:12\nONBUILD ADD \\\n  https://example.com/file /",
                "FROM debian:12\nCOPY --from=unknown:1 /a /b",
            })
    void whatCannotBeKnownIsBuiltEveryTime(String dockerfile) {
        fleet.with("images/app/Dockerfile", dockerfile + "\n");
        build();

        assertThat(build()).containsExactly("app:1");
        assertThat(requestFor("app:1").references()).containsExactly("localhost:5050/app:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM debian:12\nADD file /",
                "FROM debian:12\nADD --checksum=sha256:00 https://example.com/file /",
                "FROM debian:12\nRUN echo https://example.com",
                "FROM scratch",
                "FROM debian:12@sha256:0000000000000000000000000000000000000000000000000000000000000000",
            })
    void whatIsKnownIsBuiltOnce(String dockerfile) {
        bases.put("debian:12@sha256:0000000000000000000000000000000000000000000000000000000000000000", "sha256:pinned");
        fleet.with("images/app/Dockerfile", dockerfile + "\n").with("images/app/file", "");
        build();

        assertThat(build()).isEmpty();
    }

    @Test
    void secretsAreBuiltWithEveryTime() {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {secrets: [{id: token, env: TOKEN}]}\n");
        build();

        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void theFrontendOfABuildArgumentCounts() {
        fleet.with(
                "images/app/image.yml",
                "tags: [{name: '1'}]\nbuild_args: {BUILDKIT_SYNTAX: 'example/frontend:1 with arguments'}\n");
        build();
        assertThat(build()).containsExactly("app:1");

        bases.put("example/frontend:1", "sha256:one");
        build();
        assertThat(build()).isEmpty();
        bases.put("example/frontend:1", "sha256:two");
        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void everyPlatformHasItsOwnBases() {
        fleet.with("images/multi/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                .with("images/multi/Dockerfile", "ARG TARGETARCH\nFROM debian:12-$TARGETARCH\n");
        bases.put("debian:12-amd64", "sha256:amd64");
        bases.put("debian:12-arm64", "sha256:arm64");
        assertThat(build()).contains("multi:1", "multi:1 linux/arm64");
        assertThat(build()).isEmpty();

        bases.put("debian:12-arm64", "sha256:newer");
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
                .hasSize(4);

        assertThat(fleet.files("dist/app/1"))
                .as("archives of other builds")
                .doesNotContainKey("image.tar")
                .containsKey("linux-arm64/image.tar");
    }

    @Test
    void aParentThatIsNotBuiltForThePlatformIsSaidWithItsPlace() {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/arm64]\n");

        assertThatExceptionOfType(InputException.class).isThrownBy(this::build).satisfies(failure -> assertThat(
                        fleet.shown(failure.problems()))
                .startsWith("images/app/Dockerfile:1")
                .contains("app:1 is to be built for linux/arm64, but base:1.0.0 is not")
                .contains("give both the same platforms"));
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

        assertThatExceptionOfType(BuildFailedException.class).isThrownBy(this::build);

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
        assertThat(build()).containsExactly("app:1");
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
