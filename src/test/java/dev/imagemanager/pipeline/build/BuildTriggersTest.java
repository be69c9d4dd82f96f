package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestDigests;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Platform;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ONBUILD} instructions of base images, which are part of the builds on top of them. */
class BuildTriggersTest extends TargetBuilderFleet {

    @BeforeEach
    void onABaseWithTriggers() {
        bases.put("outside:1", TestDigests.of("outside"));
        bases.put("nginx:1", TestDigests.of("nginx"));
        baseImages.triggers.put("outside:1", List.of("COPY --from=nginx:1 /a /a", "RUN true"));
        fleet.with("images/app/Dockerfile", "FROM outside:1\n");
        fleet.without("images/base/image.yml").without("images/base/Dockerfile").without("images/base/motd");
    }

    private String record() {
        return fleet.files("dist/app/1").get("build.json");
    }

    @Test
    void imagesThatTriggersOfAnOutsideBaseNameAreInTheKey() {
        build();
        assertThat(record())
                .contains(
                        "\"base nginx:1\"",
                        "\"triggers outside:1\": \"ONBUILD COPY --from=nginx:1 /a /a\\nONBUILD RUN true\"",
                        "\"triggers nginx:1\": \"\"");
        assertThat(build()).isEmpty();

        bases.put("nginx:1", TestDigests.of("newer"));
        assertThat(build()).containsExactly("app:1");
    }

    /** A registry counts the reading of a configuration as a pull. */
    @Test
    void aConfigurationIsReadOnceForEachDigest() {
        build();
        assertThat(baseImages.read).containsExactlyInAnyOrder("outside:1 linux/amd64", "nginx:1 linux/amd64");
        baseImages.read.clear();
        build();
        assertThat(baseImages.read).isEmpty();

        bases.put("outside:1", TestDigests.of("newer"));
        baseImages.triggers.put("outside:1", List.of());
        assertThat(build()).containsExactly("app:1");
        assertThat(baseImages.read).containsExactly("outside:1 linux/amd64");
        assertThat(record()).doesNotContain("nginx");
    }

    @Test
    void aStageOfTheChildGoesBeforeTheImage() {
        baseImages.triggers.put("outside:1", List.of("COPY --from=builder /out /srv"));
        bases.put("golang:1", TestDigests.of("golang"));
        fleet.with("images/app/Dockerfile", "FROM golang:1 AS builder\nFROM outside:1\n");
        build();

        assertThat(record()).contains("\"base golang:1\"").doesNotContain("base builder");
    }

    /** Without it, the stage is not needed, so that nobody asks what its base does. */
    @Test
    void aStageThatATriggerNeedsHasTriggersToo() {
        baseImages.triggers.put("outside:1", List.of("COPY --from=builder /out /srv"));
        baseImages.triggers.put("golang:1", List.of("COPY --from=nginx:1 /a /a"));
        bases.put("golang:1", TestDigests.of("golang"));
        fleet.with("images/app/Dockerfile", "FROM golang:1 AS builder\nFROM outside:1\n");
        build();

        assertThat(record()).contains("\"base nginx:1\"");
    }

    @Test
    void triggersAreThoseOfThePlatform() {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                .with("images/app/Dockerfile", "FROM --platform=$BUILDPLATFORM outside:1\nCOPY --from=nginx:1 a b\n");
        build();

        assertThat(baseImages.read)
                .containsExactlyInAnyOrder(
                        "outside:1 linux/amd64", "nginx:1 linux/amd64", "outside:1 linux/amd64", "nginx:1 linux/arm64");
        assertThat(record()).contains("\"triggers outside:1 for linux/amd64\"", "\"build platform\": \"linux/amd64\"");
    }

    @Test
    void whatATriggerDownloadsIsInTheKey() {
        baseImages.triggers.put("outside:1", List.of("ARG NAME=x", "ADD https://example.com/$NAME /x"));
        build();
        assertThat(build()).containsExactly("app:1");
        assertThat(record())
                .contains("it is not known whether https://example.com/x, which an ADD in ONBUILD of a base image"
                        + " downloads, has changed: nobody answers");

        remotes.versions.put("https://example.com/x", "one");
        build();
        assertThat(record()).contains("\"add https://example.com/x\": \"one\"");
        assertThat(build()).isEmpty();
        remotes.versions.put("https://example.com/x", "two");
        assertThat(build()).containsExactly("app:1");
    }

    /** The trigger runs in the build of the child only. */
    @Test
    void whatATriggerOfTheFleetDownloadsIsInTheKeyOfTheChild() {
        remotes.versions.put("https://example.com/x", "one");
        fleet.with("images/base/image.yml", "tags: [{name: 1.0.0}]\n")
                .with("images/base/Dockerfile", "FROM scratch\nONBUILD ADD https://example.com/x /x\n")
                .with("images/app/Dockerfile", "FROM base:1.0.0\n");
        build();
        assertThat(build()).isEmpty();

        remotes.versions.put("https://example.com/x", "two");
        assertThat(build()).containsExactly("app:1");
    }

    @Test
    void anImageThatATriggerNamesIsNotReplacedByTheFleetsWithoutAWord() {
        fleet.with("images/nginx/image.yml", "tags: [{name: '1'}]\n")
                .with("images/nginx/Dockerfile", "FROM scratch\n")
                .with("images/app/Dockerfile", "FROM outside:1\nCOPY --from=nginx:1 /b /b\n");
        build();
        assertThat(record()).contains("\"parent nginx:1\"").doesNotContain("\"base nginx:1\"");

        baseImages.triggers.put("outside:1", List.of("COPY --from=docker.io/library/nginx:1 /a /a"));
        bases.put("outside:1", TestDigests.of("newer"));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(this::build)
                .withMessageContaining(
                        "'docker.io/library/nginx:1', which an ONBUILD instruction of a base image names,"
                                + " and the fleet's 'nginx:1' cannot be told apart in a build");
    }

    @Test
    void theBuildersPlatformIsInTheKeyWhereItIsUsed() {
        fleet.with("images/app/Dockerfile", "FROM scratch\nARG BUILDARCH\nRUN echo $BUILDARCH\n")
                .with("images/app/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64]\n")
                .with("images/plain/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64]\n")
                .with("images/plain/Dockerfile", "FROM scratch\nARG TARGETARCH\nENV REBUILDS=1\n");
        build();
        imageBuilder.platform = Platform.parse("linux/arm64");

        assertThat(build()).containsExactly("app:1");
    }
}
