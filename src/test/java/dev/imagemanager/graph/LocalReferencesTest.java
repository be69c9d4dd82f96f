package dev.imagemanager.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.config.FleetTrust;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which references mean the fleet's images, and which of them BuildKit cannot tell apart. */
class LocalReferencesTest {

    private static final TargetName APP = new TargetName("app", "1");

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new TestFleet(directory);
        image("base", "FROM alpine:3\n");
    }

    private void image(String name, String dockerfile) {
        fleet.with("images/" + name + "/image.yml", "tags: [{name: '1'}]\n")
                .with("images/" + name + "/Dockerfile", dockerfile);
    }

    private Dependencies app() {
        return fleet.generate().graph().dependenciesOf(APP);
    }

    private String problems() {
        return fleet.shown(found());
    }

    /** Without the notes that there are no tests. */
    private List<Problem> found() {
        return fleet.problems().stream()
                .filter(problem -> !problem.message().startsWith("there is no test"))
                .toList();
    }

    @Test
    void aParentIsFoundByTheNameThatItsRegistryGivesIt() {
        fleet.with(
                ".image-manager.yml",
                "registries: [{url: registry.example.com, default: true, repository: 'images/our-{=image.name}'}]\n");
        image("app", "FROM registry.example.com/images/our-base:1\nCOPY --from=registry.example.com/base:1 a b\n");

        assertThat(app().parents()).containsOnlyKeys(new TargetName("base", "1"));
        assertThat(app().externalBases()).hasToString("[registry.example.com/base:1]");
    }

    @Test
    void aParentIsFoundByTheNameThatItIsPublishedUnder() {
        fleet.with(".image-manager.yml", "registries: [{url: registry.example.com/team, default: true}]\n");
        image(
                "app",
                "ARG REGISTRY=registry.example.com\nARG OWNER=team\nFROM $REGISTRY/$OWNER/base:1\n"
                        + "COPY --from=registry.example.com/team/other:1 a b\n"
                        + "COPY --from=registry.example.com/base:1 a b\n");

        assertThat(app().parents()).containsOnlyKeys(new TargetName("base", "1"));
        assertThat(app().externalBases())
                .extracting(ImageReference::toString)
                .containsExactly("registry.example.com/base:1", "registry.example.com/team/other:1");
    }

    @Test
    void theNameIsThatOfTheRegistryWhereFinishedImagesGo() {
        image("app", "FROM ghcr.io/acme/base:1\nCOPY --from=quay.io/acme/base:1 a b\n");

        fleet.with(".image-manager.yml", "registries: [{url: ghcr.io/acme}, {url: quay.io/acme}]\n");
        assertThat(app().externalBases()).isEmpty();

        fleet.with(".image-manager.yml", "registries: [{url: ghcr.io/acme, default: true}, {url: quay.io/acme}]\n");
        assertThat(app().externalBases()).extracting(ImageReference::toString).containsExactly("quay.io/acme/base:1");
    }

    @Test
    void anOrganisationOnDockerHubHasItsShortNames() {
        fleet.with(".image-manager.yml", "registries: [{url: index.docker.io/acme}]\n");
        image("app", "FROM acme/base:1 AS a\nFROM docker.io/acme/base:1 AS b\nFROM base:1\n");

        assertThat(app().externalBases()).isEmpty();
    }

    /** An account for it says nothing about who publishes there. */
    @Test
    void officialImagesAreNeverTheFleets() {
        fleet.with(".image-manager.yml", "registries: [{url: docker.io}, {url: docker.io/library}]\n");
        image("app", "FROM docker.io/library/base:1 AS a\nFROM docker.io/base:1\n");

        assertThat(app().parents()).isEmpty();
        assertThat(app().externalBases()).hasSize(2);
    }

    @Test
    void anImageThatIsCalledLikeOneInARegistryCanBeBuiltOn() {
        image("web", "FROM scratch\n");
        fleet.with("images/web/image.yml", "name: registry.example.com/team/web\ntags: [{name: '1'}]\n");
        image("app", "FROM registry.example.com/team/web:1\n");

        assertThat(app().parents()).containsOnlyKeys(new TargetName("registry.example.com/team/web", "1"));
        assertThat(app().externalBases()).isEmpty();
    }

    @Test
    void anUnknownTagIsNotedForAPublishedNameToo() {
        fleet.with(".image-manager.yml", "registries: [{url: registry.example.com/team}]\n");
        image("app", "FROM registry.example.com/team/base:2\n");

        assertThat(found())
                .extracting(Problem::message)
                .containsExactly("'registry.example.com/team/base:2' is taken from a registry: the fleet's image"
                        + " 'base' has no tag '2'");
    }

    /** Otherwise the pull request of a stranger would build on another image than the fleet's. */
    @Test
    void aFleetThatIsNotTrustedHasTheSameGraph() {
        fleet.with(
                        ".image-manager.yml",
                        "registries: [{url: registry.example.com/team, default: true}, {url: other.example.com}]\n")
                .withVariable(FleetTrust.VARIABLE, "true");
        image("app", "FROM registry.example.com/team/base:1\nCOPY --from=other.example.com/base:1 a b\n");

        assertThat(app().parents()).containsOnlyKeys(new TargetName("base", "1"));
        assertThat(app().externalBases())
                .extracting(ImageReference::toString)
                .containsExactly("other.example.com/base:1");
        assertThat(fleet.generate().fleet().settings().registries()).isEmpty();
    }

    @Test
    void aFileThatMeansTheFleetsImageAndThatOfDockerHubIsRefused() {
        image("app", "FROM docker.io/library/base:1 AS upstream\nFROM base:1\nCOPY --from=upstream a b\n");

        assertThat(problems())
                .isEqualTo(
                        """
                        images/app/Dockerfile:1:6: error: 'docker.io/library/base:1' and the fleet's 'base:1' cannot be told apart in a build: both would be the fleet's image
                          add the digest to 'docker.io/library/base:1', as in docker.io/library/base:1@sha256:…, or rename the fleet's image
                        """);

        for (String spelling : new String[] {"library/base:1", "docker.io/base:1", "index.docker.io/library/base:1"}) {
            image("app", "FROM base:1\nCOPY --from=" + spelling + " a b\n");
            assertThat(found()).as(spelling).singleElement().satisfies(problem -> assertThat(problem.message())
                    .startsWith("'" + spelling + "' and the fleet's"));
        }
    }

    @Test
    void otherNamesOfTheFleetsImageAreARemedy() {
        fleet.with("images/base/image.yml", "aliases: {stable: '1'}\ntags: [{name: '1'}]\n");
        image("app", "FROM base:1\nCOPY --from=docker.io/base:1 a b\n");
        assertThat(problems()).contains("@sha256:…, or write base:stable for the fleet's\n");

        fleet.with(".image-manager.yml", "registries: [{url: registry.example.com/team}]\n");
        assertThat(problems()).contains("@sha256:…, or write registry.example.com/team/base:1 for the fleet's\n");

        image("app", "FROM registry.example.com/team/base:1\nCOPY --from=docker.io/base:1 a b\n");
        assertThat(found()).isEmpty();
        image("app", "FROM base:stable\nCOPY --from=docker.io/base:1 a b\n");
        assertThat(found()).isEmpty();
        image("app", "FROM base:1\nCOPY --from=docker.io/base:1@sha256:" + "0".repeat(64) + " a b\n");
        assertThat(found()).isEmpty();
    }

    @Test
    void theRefusalHoldsForWhatATriggerNames() {
        image("base", "FROM alpine:3\nONBUILD COPY --from=docker.io/library/base:1 /a /a\n");
        image("app", "FROM base:1\n");

        assertThat(problems()).startsWith("images/base/Dockerfile:2:21: error: 'docker.io/library/base:1' and");
    }

    @Test
    void twoImagesMayBeOneNameForBuildKit() {
        fleet.with("images/official/image.yml", "name: library/base\ntags: [{name: '1'}]\n")
                .with("images/official/Dockerfile", "FROM scratch\n");
        image("app", "FROM library/base:1 AS a\nFROM base:1\n");

        assertThat(problems())
                .startsWith("images/app/Dockerfile:2:6: error: 'base:1' and 'library/base:1' cannot be told apart"
                        + " in a build, but are two targets of the fleet: library/base:1 and base:1\n");
    }

    @Test
    void aStageWithTheNameOfAnImageIsRefused() {
        fleet.with("images/base/image.yml", "aliases: {latest: '1'}\ntags: [{name: '1'}]\n");
        image("app", "FROM scratch AS base\nFROM base:latest\n");
        assertThat(problems())
                .isEqualTo(
                        """
                        images/app/Dockerfile:2:6: error: the stage 'base' has the name of the image 'base:latest'
                          rename the stage, or refer to the image by another tag than latest
                        """);

        image("app", "FROM scratch AS base\nFROM base:1\nCOPY --from=base a b\n");
        assertThat(found()).isEmpty();
    }

    @Test
    void whoBuildsOnTheImageOfTheSameNameIsToldHow() {
        image("base", "FROM base:1\n");
        assertThat(problems())
                .isEqualTo(
                        """
                        images/base/Dockerfile:1:6: error: targets build on each other in a cycle: base:1 → base:1
                          to build on the image of that name from Docker Hub, write docker.io/library/base:1
                        """);

        image("base", "FROM docker.io/library/base:1\n");
        assertThat(found()).isEmpty();

        fleet.with(".image-manager.yml", "registries: [{url: registry.example.com/team}]\n");
        image("base", "FROM registry.example.com/team/base:1\n");
        assertThat(found()).singleElement().satisfies(problem -> assertThat(problem.hint())
                .isEmpty());
    }
}
