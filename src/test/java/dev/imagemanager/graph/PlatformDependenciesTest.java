package dev.imagemanager.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dependencies of each platform, and for which platforms parents have to be built. */
class PlatformDependenciesTest {

    private static final String BOTH = "platforms: [linux/amd64, linux/arm64]\n";
    private static final Platform ARM64 = Platform.of("linux", "arm64");
    private static final TargetName APP = new TargetName("app", "1");
    private static final TargetName TOOLS = new TargetName("tools", "1");

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new TestFleet(directory);
        image("tools", "platforms: [linux/amd64]\n", "FROM debian:12\n");
    }

    private void image(String name, String keys, String dockerfile) {
        fleet.with("images/" + name + "/image.yml", keys + "tags: [{name: '1'}]\n")
                .with("images/" + name + "/Dockerfile", dockerfile);
    }

    private DependencyGraph graph(Platform builder, Platform... requested) {
        GeneratedFleet portable = fleet.generate();
        return fleet.generator()
                .forPlatforms(portable, new BuildPlatforms(BuilderPlatforms.all(builder), List.of(requested)))
                .graph();
    }

    private String parentsOfApp(DependencyGraph graph, Platform platform) {
        return graph.dependenciesOf(APP).byPlatform().get(platform).parents().stream()
                .map(use -> use.parent() + " " + use.platform())
                .toList()
                .toString();
    }

    /** Without the notes that there are no tests. */
    private List<Problem> found() {
        return fleet.problems().stream()
                .filter(problem -> !problem.message().startsWith("there is no test"))
                .toList();
    }

    @Test
    void aStageForTheBuildMachineUsesTheParentForIt() {
        image("app", BOTH, "FROM --platform=$BUILDPLATFORM tools:1 AS build\nFROM scratch\nCOPY --from=build a b\n");
        DependencyGraph graph = graph(Platform.LINUX_AMD64);

        assertThat(found()).isEmpty();
        assertThat(parentsOfApp(graph, Platform.LINUX_AMD64)).isEqualTo("[tools:1 linux/amd64]");
        assertThat(parentsOfApp(graph, ARM64)).isEqualTo("[tools:1 linux/amd64]");
        assertThat(graph.platformsToBuild(fleet.generate().fleet(), List.of(APP)))
                .containsEntry(TOOLS, new TreeSet<>(List.of(Platform.LINUX_AMD64)))
                .containsEntry(APP, new TreeSet<>(List.of(Platform.LINUX_AMD64, ARM64)));
    }

    /** BuildKit gives {@code --from} no platform of the stage. */
    @Test
    void onlyFromHasAPlatform() {
        image("app", BOTH, "FROM --platform=$BUILDPLATFORM debian:12\nCOPY --from=tools:1 a b\n");

        assertThat(found())
                .extracting(Problem::message)
                .containsExactly("app:1 is built for linux/arm64, but tools:1 is not");
    }

    @Test
    void aParentThatReallyLacksAPlatformIsAnErrorOfTheDefinitions() {
        image("app", BOTH, "FROM tools:1\n");

        assertThat(fleet.shown(found()))
                .isEqualTo(
                        """
                        images/app/Dockerfile:1:6: error: app:1 is built for linux/arm64, but tools:1 is not
                          set the same platforms for both, or write FROM --platform=$BUILDPLATFORM for a stage that only the builder runs
                        """);

        image("app", "platforms: [linux/amd64]\n", "FROM --platform=linux/arm64 tools:1\n");
        assertThat(fleet.shown(found()))
                .isEqualTo(
                        """
                        images/app/Dockerfile:1:29: error: app:1 needs tools:1 for linux/arm64, which it is not built for
                          add linux/arm64 to the platforms of tools:1
                        """);
    }

    /** Then definitions do not say what is built. */
    @Test
    void platformsOfDefinitionsDoNotMatterIfOthersAreAskedFor() {
        image("tools", "", "FROM debian:12\n");
        image("app", BOTH, "FROM tools:1\n");
        GeneratedFleet generated = fleet.generator()
                .generate(
                        fleet.directory(),
                        new BuildPlatforms(
                                BuilderPlatforms.all(Platform.LINUX_AMD64), List.of(Platform.LINUX_AMD64, ARM64)));

        assertThat(generated.graph().platformsToBuild(generated.fleet(), List.of(APP)))
                .containsEntry(TOOLS, new TreeSet<>(List.of(Platform.LINUX_AMD64, ARM64)));
    }

    @Test
    void aParentWithoutPlatformsIsBuiltForOneOnly() {
        image("tools", "", "FROM debian:12\n");
        image("app", BOTH, "FROM tools:1\n");

        assertThat(found())
                .extracting(Problem::message)
                .containsExactly("app:1 is built for linux/arm64, but tools:1 is not");
    }

    @Test
    void whatDependsOnTheBuilderIsANote() {
        image("tools", "platforms: [linux/arm64]\n", "FROM debian:12\n");
        image("app", "", "FROM --platform=$BUILDPLATFORM tools:1\n");
        assertThat(found()).allMatch(problem -> !problem.isError());
        assertThat(found())
                .extracting(Problem::message)
                .containsExactly("with a builder for linux/amd64, app:1 is built for linux/amd64, but tools:1 is not");

        image("app", "", "FROM tools:1\n");
        assertThat(found()).singleElement().satisfies(problem -> assertThat(problem.isError())
                .isFalse());
    }

    @Test
    void aStageThatIsNotBuiltAsksForNothing() {
        image("app", BOTH, "FROM tools:1 AS unused\nFROM scratch\n");

        assertThat(found()).isEmpty();
        assertThat(fleet.generate().graph().parentsOf(APP)).containsExactly(TOOLS);
    }

    /** A trigger makes it one that is built. */
    @Test
    void aStageThatATriggerNamesAsksForItsPlatform() {
        image("base", BOTH, "FROM scratch\nONBUILD COPY --from=build a b\n");
        image("app", BOTH, "FROM tools:1 AS build\nFROM base:1\n");

        assertThat(found())
                .extracting(Problem::message)
                .containsExactly("app:1 is built for linux/arm64, but tools:1 is not");
    }

    @Test
    void aPlatformInAReferenceMakesAGraphForEachPlatform() {
        image("rt-amd64", "platforms: [linux/amd64]\n", "FROM scratch\n");
        image("rt-arm64", "platforms: [linux/arm64]\n", "FROM scratch\n");
        image("app", "", "ARG TARGETARCH\nFROM rt-${TARGETARCH}:1\n");

        assertThat(fleet.generate().graph().parentsOf(APP)).containsExactly(new TargetName("rt-amd64", "1"));
        assertThat(graph(ARM64).parentsOf(APP)).containsExactly(new TargetName("rt-arm64", "1"));
        assertThat(graph(Platform.LINUX_AMD64, ARM64).parentsOf(APP)).containsExactly(new TargetName("rt-arm64", "1"));
        assertThat(graph(ARM64, Platform.LINUX_AMD64).parentsOf(APP)).containsExactly(new TargetName("rt-amd64", "1"));
        assertThat(graph(Platform.LINUX_AMD64, Platform.LINUX_AMD64, ARM64).parentsOf(APP))
                .hasSize(2);
    }

    @Test
    void theDocumentedGraphIsTheSameOnEveryMachine() {
        image("rt-amd64", "", "FROM scratch\n");
        image("rt-arm64", "", "FROM scratch\n");
        image("app", "", "ARG TARGETARCH\nFROM rt-${TARGETARCH}:1\n");
        GeneratedFleet portable = fleet.generate();
        GeneratedFleet there =
                fleet.generator().forPlatforms(portable, new BuildPlatforms(BuilderPlatforms.all(ARM64), List.of()));

        assertThat(there.portableGraph()).isSameAs(portable.graph());
        assertThat(there.graph().parentsOf(APP)).isNotEqualTo(portable.graph().parentsOf(APP));
    }

    @Test
    void platformsOfTheCommandLineAreForWhatWasSelected() {
        image("app", "", "FROM --platform=$BUILDPLATFORM tools:1 AS build\nFROM scratch\nCOPY --from=build a b\n");
        DependencyGraph graph = graph(Platform.LINUX_AMD64, ARM64);

        assertThat(graph.platformsToBuild(fleet.generate().fleet(), List.of(APP))
                        .get(TOOLS))
                .containsExactly(Platform.LINUX_AMD64);
        assertThat(graph.platformsToBuild(fleet.generate().fleet(), List.of(APP))
                        .get(APP))
                .containsExactly(ARM64);
        assertThat(graph.platformsToBuild(fleet.generate().fleet(), List.of(APP, TOOLS))
                        .get(TOOLS))
                .containsExactly(Platform.LINUX_AMD64, ARM64);
    }

    @Test
    void aTagMustHaveRoomForAPlatform() {
        String tag = "t".repeat(117);
        fleet.with("images/app/image.yml", BOTH + "tags: [{name: " + tag + "}]\n")
                .with("images/app/Dockerfile", "FROM scratch\n");

        assertThat(fleet.shown(found()))
                .contains("images/app/image.yml:2:15: error: the tag '" + tag
                        + "' is too long for several platforms: the"
                        + " image for linux/amd64 is pushed as '" + tag + "-linux-amd64', and a tag has at most 128"
                        + " characters\n  shorten it by 1\n");

        fleet.with("images/app/image.yml", BOTH + "tags: [{name: " + tag.substring(1) + "}]\n");
        assertThat(found()).isEmpty();

        fleet.with("images/app/image.yml", "tags: [{name: " + tag + "}]\n");
        assertThat(found()).isEmpty();
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> graph(Platform.LINUX_AMD64, Platform.LINUX_AMD64, ARM64))
                .withMessageContaining("is too long for several platforms");
    }

    @Test
    void aTagMustNotBeThatOfAnotherOnesPlatform() {
        fleet.with("images/app/image.yml", BOTH + "tags: [{name: '1'}, {name: 1-linux-arm64}]\n")
                .with("images/app/Dockerfile", "FROM scratch\n");

        assertThat(fleet.shown(found()))
                .startsWith(
                        "images/app/image.yml:2:28: error: the tag '1-linux-arm64' is also that of the image of app:1"
                                + " for linux/arm64\n");
    }
}
