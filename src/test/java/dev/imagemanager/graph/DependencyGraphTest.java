package dev.imagemanager.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependencyGraphTest {

    private static final TargetName BASE = new TargetName("base", "1.0.0");
    private static final TargetName LEFT = new TargetName("left", "1");
    private static final TargetName RIGHT = new TargetName("right", "1");
    private static final TargetName TOP = new TargetName("top", "1");
    private static final TargetName ALONE = new TargetName("alone", "1");

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void diamond() {
        fleet = new TestFleet(directory);
        image("base", "1.0.0", "FROM alpine\n");
        image("left", "1", "FROM base:1\n");
        image("right", "1", "FROM base:1.0.0 AS a\nFROM scratch\nCOPY --from=a / /\n");
        image("top", "1", "FROM left:1\nRUN --mount=type=bind,from=right:1,target=/x true\n");
        image("alone", "1", "FROM scratch\n");
    }

    private void image(String name, String tag, String dockerfile) {
        fleet.with("images/" + name + "/image.yml", "tags: [{name: '" + tag + "'}]\n")
                .with("images/" + name + "/Dockerfile", dockerfile);
    }

    private DependencyGraph graph() {
        return fleet.generate().graph();
    }

    @Test
    void knowsParentsAndChildren() {
        assertThat(graph().buildOrder()).containsExactly(ALONE, BASE, LEFT, RIGHT, TOP);
        assertThat(graph().parentsOf(TOP)).containsExactly(LEFT, RIGHT);
        assertThat(graph().childrenOf(BASE)).containsExactly(LEFT, RIGHT);
        assertThat(graph().childrenOf(TOP)).isEmpty();
    }

    @Test
    void knowsEverythingBelowAndAbove() {
        assertThat(graph().withAncestors(List.of(LEFT))).containsExactly(BASE, LEFT);
        assertThat(graph().withAncestors(List.of(TOP, ALONE))).containsExactly(ALONE, BASE, LEFT, RIGHT, TOP);
        assertThat(graph().withDescendants(List.of(RIGHT))).containsExactly(RIGHT, TOP);
        assertThat(graph().withDescendants(List.of(BASE))).containsExactly(BASE, LEFT, RIGHT, TOP);
        assertThat(graph().withDescendants(List.of())).isEmpty();
    }

    @Test
    void keepsTheReferencesAsTheyAreWritten() {
        Dependencies left = graph().dependenciesOf(LEFT);

        assertThat(left.byPlatform().get(Platform.LINUX_AMD64).parents())
                .singleElement()
                .satisfies(use -> {
                    assertThat(use.reference()).hasToString("base:1");
                    assertThat(use.parent()).isEqualTo(BASE);
                    assertThat(use.platform()).isEqualTo(Platform.LINUX_AMD64);
                    assertThat(use.isNeeded()).isTrue();
                });
        assertThat(left.externalBases()).isEmpty();
        assertThat(left.parents().get(BASE)).hasToString("images/left/Dockerfile:1:6");
        assertThat(graph().dependenciesOf(BASE).externalBases()).containsExactly(ImageReference.parse("alpine"));
    }

    @Test
    void aPlaceIsThatOfTheFirstUse() {
        image("top", "1", "# note\nFROM base:1 AS a\nFROM base:1.0.0\n");

        assertThat(graph().dependenciesOf(TOP).parents()).hasSize(1);
        assertThat(graph().dependenciesOf(TOP).parents().get(BASE)).hasToString("images/top/Dockerfile:2:6");
        assertThat(graph().dependenciesOf(TOP)
                        .byPlatform()
                        .get(Platform.LINUX_AMD64)
                        .parents())
                .extracting(use -> use.reference() + " " + use.isNeeded())
                .containsExactly("base:1 false", "base:1.0.0 true");
    }

    @Test
    void onlyUnqualifiedReferencesAreOurs() {
        image(
                "top",
                "1",
                """
                FROM docker.io/base:1.0.0 AS a
                FROM docker.io/library/base:1.0.0 AS b
                FROM localhost:5050/base:1.0.0 AS c
                FROM base:2 AS d
                FROM base AS e
                FROM library/base:1.0.0 AS f
                FROM base:1.0
                """);

        assertThat(graph().parentsOf(TOP)).containsExactly(BASE);
        assertThat(graph().dependenciesOf(TOP).externalBases())
                .extracting(ImageReference::toString)
                .containsExactly(
                        "base",
                        "base:2",
                        "docker.io/base:1.0.0",
                        "docker.io/library/base:1.0.0",
                        "library/base:1.0.0",
                        "localhost:5050/base:1.0.0");
        assertThat(fleet.problems())
                .extracting(Problem::message)
                .contains(
                        "'base:2' is taken from a registry: the fleet's image 'base' has no tag '2'",
                        "'base' is taken from a registry: the fleet's image 'base' has no tag 'latest'");
    }

    /** A parent that one platform alone needs must be built all the same. */
    @Test
    void parentsAreThoseOfAllPlatforms() {
        fleet.with("images/top/image.yml", "platforms: [linux/amd64, linux/arm64]\ntags: [{name: '1'}]\n")
                .with("images/top/Dockerfile", "ARG TARGETARCH\nFROM left-$TARGETARCH:1\n");
        image("left-amd64", "1", "FROM scratch\n");
        image("left-arm64", "1", "FROM scratch\n");

        assertThat(graph().parentsOf(TOP))
                .containsExactly(new TargetName("left-amd64", "1"), new TargetName("left-arm64", "1"));
    }

    @Test
    void triggersOfAParentBelongToTheChild() {
        image("base", "1.0.0", "FROM scratch\nONBUILD COPY --from=right:1 / /\nONBUILD COPY --from=busybox:1 / /\n");
        image("right", "1", "FROM scratch\n");

        assertThat(graph().parentsOf(LEFT)).containsExactly(BASE, RIGHT);
        assertThat(graph().dependenciesOf(LEFT).externalBases()).containsExactly(ImageReference.parse("busybox:1"));
        assertThat(graph().parentsOf(BASE)).isEmpty();
    }

    @Test
    void aTriggerOfAParentThatIsMalformedIsAnErrorOfWhatBuildsOnIt() {
        image(
                "base",
                "1.0.0",
                "FROM scratch\nONBUILD COPY --from=right:1: / /\n"
                        + "ONBUILD COPY --from=Right / /\nONBUILD COPY --from=$X / /\n");
        image("right", "1", "FROM scratch\n");

        assertThat(fleet.shown(fleet.problems()))
                .isEqualTo(
                        """
                        images/base/Dockerfile:2:21: error: 'right:1:' is not a valid image reference: it is malformed
                        images/base/Dockerfile:3:21: error: 'Right' is not a valid image reference: image names must be lower case
                        images/base/Dockerfile:4:21: error: BuildKit does not expand variables in --from of COPY: '$X'
                          add a stage, FROM <image> AS <stage>, and use its name
                        """);

        image("left", "1", "FROM scratch\n");
        assertThat(fleet.problems()).as("nothing builds on it").noneMatch(Problem::isError);
    }

    @Test
    void aTriggerMayNameAStageOfTheChild() {
        image("base", "1.0.0", "FROM scratch\nONBUILD COPY --from=Files / /\nONBUILD COPY --from=right / /\n");
        image("right", "latest", "FROM scratch\n");
        image("left", "1", "FROM busybox AS files\nFROM alpine AS right\nFROM base:1\n");

        assertThat(graph().parentsOf(LEFT)).containsExactly(BASE);
        assertThat(graph().dependenciesOf(LEFT).externalBases())
                .extracting(ImageReference::toString)
                .containsExactly("alpine", "busybox");
    }

    @Test
    void manyTargetsAreNoBurden() {
        StringBuilder tags = new StringBuilder("tags:\n");
        for (int i = 0; i < 500; i++) {
            tags.append("  - name: t")
                    .append(i)
                    .append("\n    variables: {parent: t")
                    .append(i - 1)
                    .append("}\n");
        }
        fleet.with("images/many/image.yml", tags.toString())
                .with(
                        "images/many/Dockerfile.tmpl",
                        "{#if tag.name == 't0'}\nFROM scratch\n{#else}\nFROM many:{=variables.parent}\n{/if}\n");
        GeneratedFleet generated = fleet.generate();
        Collection<TargetName> last = List.of(new TargetName("many", "t499"));

        assertThat(generated.graph().withAncestors(last)).hasSize(500);
        assertThat(generated.graph().buildOrder().indexOf(new TargetName("many", "t499")))
                .isGreaterThan(498);
    }
}
