package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checkouts of a fleet that build one platform each, and another one that makes the indexes. */
@ExtendWith(RealTools.class)
class ManifestIT {

    private final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path directory;

    /** The images have no programs, so that no platform has to be emulated. */
    private Program checkout(String place, String content) throws IOException {
        return new Program(new FleetFiles(Files.createDirectories(directory.resolve(place)))
                .file(".image-manager.yml", "platforms: [linux/amd64, linux/arm64]\n")
                .file("images/base/image.yml", "name: " + name + "/base\ntags: [{ name: 1.0.0 }]\n")
                .file("images/base/Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /file\n")
                .file("images/base/amd64", "amd64")
                .file("images/base/arm64", "arm64")
                .file(
                        "images/app/image.yml",
                        "name: " + name + "/app\ntags: [{ name: 1.0.0 }]\nlabels: { vendor: Example }\n")
                .file("images/app/Dockerfile", "FROM " + name + "/base:1.0.0\nCOPY content /content\n")
                .file("images/app/content", content)
                .directory());
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    @Test
    void anIndexHasTheImagesOfSeveralMachinesIfTheyAreAsDefinedNow() throws IOException {
        Program here = checkout("amd64", "one");
        succeeds(here.run("build", "--platform", "linux/amd64"));
        Result early = checkout("early", "one").run("manifest");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.errors())
                .contains(
                        "the index of " + name + "/app:1.0.0 is not made: the image as it is defined now is missing"
                                + " for linux/arm64",
                        "image-manager build " + name + "/app:1.0.0 --platform linux/arm64");

        succeeds(checkout("arm64", "one").run("build", "--platform", "linux/arm64"));
        Program third = checkout("third", "one");
        JsonNode report = new ObjectMapper()
                .readTree(succeeds(third.run("manifest", "--output", "json")).output());
        assertThat(report.path("indexes")).hasSize(2).allSatisfy(index -> {
            assertThat(index.path("state").asText()).isEqualTo("made");
            assertThat(index.path("platforms").properties()).hasSize(2);
        });
        RegistryContent content = new RegistryContent(System.getenv("IMAGE_MANAGER_BUILD_REGISTRY"), name + "/app");
        assertThat(content.digest("1.0.0"))
                .isEqualTo(report.at("/indexes/1/digest").asText());
        assertThat(content.digest("1.0.0", "linux", "arm64"))
                .isEqualTo(report.at("/indexes/1/platforms/linux~1arm64").asText())
                .isEqualTo(content.digest("1.0.0-linux-arm64"));
        assertThat(content.annotation("1.0.0", "org.opencontainers.image.vendor"))
                .isEqualTo("Example");
        assertThat(content.annotation("1.0.0-linux-arm64", "org.opencontainers.image.title"))
                .isEqualTo(name + "/app");
        assertThat(succeeds(third.run("manifest")).output()).contains("up to date", "2 indexes, 0 incomplete");

        succeeds(checkout("amd64", "two").run("build", "--platform", "linux/amd64"));
        Result stale = checkout("third", "two").run("manifest");
        assertThat(stale.exitCode()).isEqualTo(1);
        assertThat(stale.errors())
                .contains(name + "/app:1.0.0 is not made", "missing for linux/arm64")
                .doesNotContain(name + "/base:1.0.0 is not made", "linux/amd64");
    }
}
