package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.sbom.SyftPackageScanner;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.it.Program.Result;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.pipeline.sbom.PackageScanner;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packages of real images, in a real registry and without one. */
@ExtendWith(RealTools.class)
@Timeout(300)
class SbomIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What dpkg and syft know of an image that has one package and nothing else. */
    private static final String STATUS =
            """
            Package: %s
            Status: install ok installed
            Maintainer: Somebody <somebody@example.com>
            Architecture: all
            Source: greetings
            Version: %s
            Description: says something

            """;

    private static final String SYSTEM =
            "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";

    @TempDir
    Path directory;

    private FleetFiles fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new FleetFiles(directory);
        with("old", "hello", "1.0-1");
        with("new", "hello", "1.10-1");
    }

    /** No two files of images have the same path and size: a builder takes one for the other if they are written at once. */
    private void with(String image, String name, String version) {
        fleet.image(image, "1", "FROM scratch\nCOPY root /\nCOPY id-" + image + " /\n")
                .file("images/" + image + "/id-" + image, UUID.randomUUID().toString())
                .file("images/" + image + "/root/etc/os-release", SYSTEM)
                .file("images/" + image + "/root/var/lib/dpkg/status", STATUS.formatted(name, version));
    }

    private Program program() {
        return new Program(directory);
    }

    private Result succeeds(String... arguments) {
        Result result = program().run(arguments);
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private JsonNode json(String file) throws IOException {
        return JSON.readTree(fleet.read(file));
    }

    private static JsonNode found(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(item -> item.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }

    @Test
    void thePackagesOfDebianAreListedFoundAndTheSameEachTime() throws IOException {
        fleet.file(".image-manager.yml", "sbom: true\n")
                .image(
                        "base",
                        "bookworm",
                        "FROM debian:bookworm-slim\nCOPY id-base /\nRUN dpkg-query -W libc6 > /libc6\n")
                .file("images/base/id-base", UUID.randomUUID().toString())
                .file(
                        "images/base/test.yml",
                        "schemaVersion: 2.0.0\nfileExistenceTests: [{name: it is there, path: /libc6, shouldExist: true}]\n");

        Result run = succeeds("run", "base", "--output", "json");

        int packages = JSON.readTree(run.output())
                .path("targets")
                .path(0)
                .path("packages")
                .path("linux/amd64")
                .asInt();
        assertThat(packages).isGreaterThan(50);
        String digest = json("dist/base/bookworm/build.json").path("digest").asText();
        String version = Tool.run(
                        "sh",
                        "-c",
                        "crane export " + System.getenv("IMAGE_MANAGER_BUILD_REGISTRY") + "/base@" + digest
                                + " - | tar -xO libc6")
                .split("\t")[1];
        JsonNode spdx = json("dist/base/bookworm/sbom.spdx.json");
        assertThat(found(spdx.path("packages"), "libc6").path("versionInfo").asText())
                .isEqualTo(version);
        assertThat(spdx.path("packages")).hasSize(packages + 1);
        assertThat(spdx.path("name").asText()).isEqualTo("base:bookworm");
        assertThat(spdx.path("documentNamespace").asText()).contains(digest.substring("sha256:".length()));
        JsonNode cycloneDx = json("dist/base/bookworm/sbom.cdx.json");
        assertThat(cycloneDx.path("specVersion").asText()).isEqualTo("1.6");
        assertThat(found(cycloneDx.path("components"), "libc6").path("version").asText())
                .isEqualTo(version);
        for (String file : List.of("sbom.spdx.json", "sbom.cdx.json")) {
            assertThat(JSON.readTree(Tool.run(
                                    "syft",
                                    "convert",
                                    "--quiet",
                                    directory
                                            .resolve("dist/base/bookworm/" + file)
                                            .toString(),
                                    "--output",
                                    "syft-json"))
                            .path("artifacts"))
                    .as("packages that another program reads in " + file)
                    .hasSizeGreaterThanOrEqualTo(packages);
        }

        String first = fleet.read("dist/base/bookworm/sbom.spdx.json");
        String second = fleet.read("dist/base/bookworm/sbom.cdx.json");
        assertThat(succeeds("sbom", "base").output()).contains("1 up to date");
        assertThat(succeeds("sbom", "base", "--force").output()).contains("1 ok");
        assertThat(fleet.read("dist/base/bookworm/sbom.spdx.json")).isEqualTo(first);
        assertThat(fleet.read("dist/base/bookworm/sbom.cdx.json")).isEqualTo(second);

        Result search = succeeds("packages", "glibc<99");
        assertThat(search.output())
                .containsPattern("base:bookworm +linux/amd64 +libc6 +" + Pattern.quote(version) + " +deb +GPL");
        assertThat(search.errors()).contains("without an SBOM of the last build, and not searched: new:1, old:1");
        assertThat(program().run("packages", "libc6=" + version, "--exit-code").exitCode())
                .isEqualTo(1);
        assertThat(program().run("packages", "libc6<" + version, "--exit-code").exitCode())
                .isZero();
    }

    @Test
    void imagesOfSeveralPlatformsAreScannedEachAndWithoutARegistryToo() throws IOException {
        succeeds("build", "--platform", "linux/amd64,linux/arm64", "old", "new");
        assertThat(succeeds("sbom").output()).containsPattern("new:1 +- +1 +ok");

        for (String platform : List.of("amd64", "arm64")) {
            JsonNode spdx = json("dist/old/1/linux-" + platform + "/sbom.spdx.json");
            assertThat(found(spdx.path("packages"), "hello").path("versionInfo").asText())
                    .isEqualTo("1.0-1");
            assertThat(found(spdx.path("packages"), "old")
                            .path("externalRefs")
                            .path(0)
                            .path("referenceLocator")
                            .asText())
                    .contains(json("dist/old/1/build.json")
                            .path("platforms")
                            .path("linux/" + platform)
                            .path("digest")
                            .asText()
                            .substring("sha256:".length()));
        }
        String amd64 = fleet.read("dist/old/1/linux-amd64/sbom.spdx.json");
        Result diff = succeeds("packages", "diff", "old", "new:1");
        assertThat(diff.output())
                .contains("old:1 for linux/amd64 -> new:1 for linux/amd64: 1 changed")
                .contains("old:1 for linux/arm64 -> new:1 for linux/arm64: 1 changed")
                .containsPattern("changed +hello +deb +1\\.0-1 +1\\.10-1");
        assertThat(succeeds("packages", "greetings<1.1").output())
                .containsPattern("old:1 +linux/arm64 +hello +1\\.0-1 +deb +-\n")
                .contains("2 packages in 2 of 4 images");

        Tool.run("rm", "-r", directory.resolve("dist").toString());
        Program without = program().with("IMAGE_MANAGER_BUILD_REGISTRY", "false");
        Result built = without.run("build", "--platform", "linux/amd64,linux/arm64", "old");
        assertThat(built.exitCode()).as("%s", built).isZero();
        Result scanned = without.run("sbom", "old");
        assertThat(scanned.exitCode()).as("%s", scanned).isZero();
        assertThat(fleet.read("dist/old/1/linux-amd64/sbom.spdx.json")).isEqualTo(amd64);
    }

    @Test
    void anImageWithoutPackagesHasASbomAndAnImageThatIsGoneHasNone() throws IOException {
        fleet.image("empty", "1", "FROM scratch\nCOPY id-empty /\n")
                .file("images/empty/id-empty", UUID.randomUUID().toString());
        succeeds("build", "empty");
        assertThat(succeeds("sbom", "empty").output()).containsPattern("empty:1 +- +0 +ok");
        assertThat(json("dist/empty/1/sbom.cdx.json").path("bomFormat").asText())
                .isEqualTo("CycloneDX");

        Result notBuilt = program().run("sbom", "old");
        assertThat(notBuilt.exitCode()).as("%s", notBuilt).isEqualTo(2);
        assertThat(notBuilt.errors()).contains("there is no image of old:1", "image-manager build old:1");

        Program without = program().with("IMAGE_MANAGER_BUILD_REGISTRY", "false");
        assertThat(without.run("build", "old").exitCode()).isZero();
        String manifest = json("dist/old/1/build.json").path("digest").asText().substring("sha256:".length());
        Files.delete(directory.resolve("dist/.images/blobs/sha256/" + manifest));
        Result lost = without.run("sbom", "old");
        assertThat(lost.exitCode()).as("%s", lost).isEqualTo(3);
        assertThat(lost.errors()).contains("the scan of old:1 for linux/amd64 failed: sha256:" + manifest);
    }

    private PackageScanner.Scan scan(Registry registry, Digest image) throws InterruptedException {
        FakeMachine machine = new FakeMachine(directory);
        machine.environment().set("PATH", System.getenv("PATH"));
        return new SyftPackageScanner(
                        new ProcessRunner(),
                        machine.executables(),
                        new ToolCatalog(),
                        new RegistryAccounts(
                                new DockerConfig(machine.environment()),
                                new CredentialProgram(new ProcessRunner(), machine.executables())))
                .connect(Optional.of(registry))
                .scan(new PackageScanner.Request(
                        new TargetName("app", "1"),
                        Platform.LINUX_AMD64,
                        new PinnedImage.InRegistry(new ImageReference(
                                Optional.of(registry.host()), "app", Optional.empty(), Optional.of(image))),
                        Duration.ofMinutes(1)));
    }

    @Test
    void aRegistryMayHaveAPrivateAuthorityAndAccounts() throws IOException, InterruptedException {
        try (RealRegistry registry = RealRegistry.withTlsAndPassword(directory)) {
            String host = registry.host();
            String account = "{\"auths\": {\"" + host + "\": {\"auth\": \"dXNlcjpwYXNzd29yZA==\"}}}";
            fleet.file("account/config.json", account);
            String layer = directory.resolve("layer.tar").toString();
            Tool.run(
                    "tar",
                    "-cf",
                    layer,
                    "-C",
                    directory.resolve("images/old/root").toString(),
                    ".");
            String crane = "SSL_CERT_FILE=" + RealRegistry.CERTIFICATES.resolve("ca.pem") + " DOCKER_CONFIG="
                    + directory.resolve("account") + " crane ";
            Tool.run("sh", "-c", crane + "append --oci-empty-base -f " + layer + " -t " + host + "/app:1");
            Digest image = Digest.parse(Tool.run("sh", "-c", crane + "digest " + host + "/app:1"));

            PackageScanner.Scan scan =
                    scan(registry.secure(Optional.of(new Registry.Credentials("user", "password"))), image);

            assertThat(found(JSON.readTree(scan.spdx()).path("packages"), "hello")
                            .path("versionInfo")
                            .asText())
                    .isEqualTo("1.0-1");
            assertThatThrownBy(() -> scan(registry.secure(Optional.empty()), image))
                    .isInstanceOfSatisfying(EnvironmentException.class, refused -> assertThat(
                                    refused.problems().get(0).hint().orElseThrow())
                            .startsWith("credentials are missing or wrong"));
        }
    }
}
