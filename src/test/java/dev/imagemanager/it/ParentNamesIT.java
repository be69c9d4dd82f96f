package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a real BuildKit daemon takes for the names of parents, for which platform. */
@ExtendWith(RealTools.class)
class ParentNamesIT {

    private static final String REGISTRY = System.getenv("IMAGE_MANAGER_BUILD_REGISTRY");
    private static final String BOTH = "platforms: [linux/amd64, linux/arm64]\n";
    private static final String BUILDER = Platform.ofThisMachine().architecture();

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String name;

    @BeforeEach
    void makeFleet() {
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet = new FleetFiles(directory);
    }

    private FleetFiles image(String suffix, String keys, String dockerfile) {
        return fleet.file("images/" + name + suffix + "/image.yml", keys + "tags: [{ name: \"1\" }]\n")
                .file("images/" + name + suffix + "/Dockerfile", dockerfile);
    }

    private static Result succeeds(Program program, String... arguments) {
        Result result = program.run(arguments);
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private Program program() {
        return new Program(directory);
    }

    /** The content of a file in the last layer of an archive. */
    private String content(String archive, String file) throws IOException {
        String path = directory.resolve("dist").resolve(archive).toString();
        JsonNode layers = new ObjectMapper()
                .readTree(Tool.run("tar", "-xOf", path, "manifest.json"))
                .path(0)
                .path("Layers");
        String last = layers.path(layers.size() - 1).asText();
        return Tool.run("sh", "-c", "tar -xOf '" + path + "' " + last + " | tar -xzOf - " + file);
    }

    private JsonNode keyComponents(String suffix) throws IOException {
        return new ObjectMapper()
                .readTree(fleet.read("dist/" + name + suffix + "/1/build.json"))
                .path("platforms")
                .path("linux/" + BUILDER)
                .path("keyComponents");
    }

    private void crossCompilingFleet() {
        String other = BUILDER.equals("amd64") ? "arm64" : "amd64";
        image("-tools", BOTH, "FROM scratch\nARG TARGETARCH\nCOPY arch-$TARGETARCH /arch\n")
                .file("images/" + name + "-tools/arch-amd64", "amd64")
                .file("images/" + name + "-tools/arch-arm64", "arm64");
        image("-one", "platforms: [linux/" + BUILDER + "]\n", "FROM scratch\nCOPY arch /only\n")
                .file("images/" + name + "-one/arch", "not for " + other);
        image(
                "-app",
                BOTH + "contexts: { prebuilt: \"docker-image://" + name + "-tools:1\" }\n",
                ("""
                FROM --platform=$BUILDPLATFORM %1$s-tools:1 AS build
                FROM --platform=$BUILDPLATFORM %1$s-one:1 AS one
                FROM registry.example.com/team/%1$s-tools:1 AS target
                FROM --platform=$BUILDPLATFORM prebuilt AS named
                FROM scratch AS files
                COPY --from=named /arch /named
                COPY --from=prebuilt /arch /context
                COPY --from=build /arch /build-machine
                COPY --from=one /only /only
                COPY --from=target /arch /target
                COPY --from=%1$s-tools:1 /arch /copied
                FROM scratch
                COPY --from=files / /
                """)
                        .formatted(name));
        fleet.file(".image-manager.yml", "registries: [{ url: registry.example.com/team, default: true }]\n");
    }

    private void assertThatEachStageHasThePlatformThatItAsksFor() throws IOException {
        for (String platform : new String[] {"amd64", "arm64"}) {
            String archive = name + "-app/1/linux-" + platform + "/image.tar";
            assertThat(content(archive, "build-machine")).as(platform).isEqualTo(BUILDER);
            assertThat(content(archive, "named")).as(platform).isEqualTo(BUILDER);
            assertThat(content(archive, "context")).as(platform).isEqualTo(platform);
            assertThat(content(archive, "only")).startsWith("not for");
            assertThat(content(archive, "target")).as(platform).isEqualTo(platform);
            assertThat(content(archive, "copied")).as(platform).isEqualTo(platform);
        }
        assertThat(fleet.exists("dist/" + name + "-one/1/image.tar")).isTrue();
    }

    @Test
    void eachStageGetsItsParentForThePlatformThatItAsksFor() throws IOException {
        crossCompilingFleet();

        assertThat(succeeds(program(), "build").output()).contains("3 ok");
        assertThatEachStageHasThePlatformThatItAsksFor();
        assertThat(succeeds(program(), "build").output()).contains("3 up to date");
    }

    @Test
    void soItDoesWithoutARegistry() throws IOException {
        crossCompilingFleet();

        succeeds(program().with("IMAGE_MANAGER_BUILD_REGISTRY", "false"), "build");
        assertThatEachStageHasThePlatformThatItAsksFor();
    }

    @Test
    void onlyTheParentForThePlatformIsBuilt() throws IOException {
        image("-amd64", "platforms: [linux/amd64]\n", "FROM scratch\nCOPY which /which\n")
                .file("images/" + name + "-amd64/which", "amd64");
        image("-arm64", "platforms: [linux/arm64]\n", "FROM scratch\nCOPY which /which\n")
                .file("images/" + name + "-arm64/which", "arm64");
        image("-app", "", "ARG TARGETARCH\nFROM " + name + "-${TARGETARCH}:1\nCOPY Dockerfile /\n");

        Result result = succeeds(program(), "build", "--platform", "linux/arm64", name + "-app");

        assertThat(result.output()).contains("2 ok", name + "-arm64:1").doesNotContain(name + "-amd64:1");
    }

    /** The fleet's image has the name of the one that it is built on. */
    @Test
    void theFleetsImageAndThatOfDockerHubAreToldApart() throws IOException {
        fleet.file("images/debian/image.yml", "aliases: { stable: " + name + " }\ntags: [{ name: " + name + " }]\n")
                .file("images/debian/Dockerfile", "FROM debian:bookworm-slim\nCOPY Dockerfile /etc/hardened\n");
        image(
                "-app",
                "",
                """
                FROM docker.io/library/debian:bookworm-slim AS upstream
                RUN test ! -e /etc/hardened
                FROM debian:%s
                RUN test -e /etc/hardened
                COPY --from=upstream /etc/debian_version /upstream
                """
                        .formatted(name));
        succeeds(program(), "build");
        String digest = keyComponents("-app")
                .path("base docker.io/library/debian:bookworm-slim")
                .asText();

        fleet.file("images/debian/image.yml", "tags: [{ name: bookworm-slim }]\n");
        Result circle = program().run("validate");
        assertThat(circle.exitCode()).isEqualTo(2);
        assertThat(circle.errors())
                .contains("to build on the image of that name from Docker Hub, write"
                        + " docker.io/library/debian:bookworm-slim");
        fleet.file(
                "images/debian/Dockerfile",
                "FROM docker.io/library/debian:bookworm-slim\nCOPY Dockerfile /etc/hardened\n");
        String app = fleet.read("images/" + name + "-app/Dockerfile").replace("debian:" + name, "debian:bookworm-slim");
        fleet.file("images/" + name + "-app/Dockerfile", app);
        Result both = program().run("validate");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.errors()).contains("cannot be told apart in a build: both would be the fleet's image");

        fleet.file(
                "images/" + name + "-app/Dockerfile",
                app.replace(
                        "docker.io/library/debian:bookworm-slim", "docker.io/library/debian:bookworm-slim@" + digest));
        succeeds(program(), "build");
    }

    @Test
    void triggersOfAParentAndOfAnOutsideBaseFindTheirImages() throws IOException {
        String outside = REGISTRY + "/" + name + "-outside:1";
        image("-named", "", "FROM scratch\nCOPY Dockerfile /named\n");
        image(
                "-outside",
                "",
                "FROM scratch\nONBUILD COPY --from=" + REGISTRY + "/" + name + "-named:1 /named /named\n");
        succeeds(program(), "build");
        fleet.remove("images");
        image("-base", "", "FROM scratch\nONBUILD COPY --from=builder /out /compiled\n");
        fleet.file("images/builder/image.yml", "aliases: { latest: \"1\" }\ntags: [{ name: \"1\" }]\n")
                .file("images/builder/Dockerfile", "FROM scratch\nCOPY Dockerfile /wrong\n");
        image("-app", "", "FROM scratch AS builder\nCOPY Dockerfile /out\nFROM " + name + "-base:1\n");
        image("-other", "", "FROM " + outside + "\n");

        succeeds(program(), "build");

        assertThat(content(name + "-app/1/image.tar", "compiled")).startsWith("FROM scratch AS builder");
        assertThat(content(name + "-other/1/image.tar", "named")).startsWith("FROM scratch");
        assertThat(keyComponents("-other")
                        .path("base " + REGISTRY + "/" + name + "-named:1")
                        .asText())
                .isEqualTo(new RegistryContent(REGISTRY, name + "-named").digest("1"));
        assertThat(succeeds(program(), "build").output()).contains("4 up to date");
    }
}
