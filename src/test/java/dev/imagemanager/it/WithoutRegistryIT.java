package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A real BuildKit daemon and nothing else to build with. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class WithoutRegistryIT {

    private static final String MOTD = "images/base/motd";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private FleetFiles fleet;

    @BeforeEach
    void makeFleet() {
        String name = UUID.randomUUID().toString();
        fleet = new FleetFiles(directory)
                .image("base", "1.0.0", "FROM debian:bookworm-slim\nCOPY motd /etc/motd\n")
                .file(MOTD, "hello from " + name + "\n")
                .image("child", "1", "FROM base:1.0\nRUN cat /etc/motd > /copied\n")
                .image("top", "1", "FROM debian:bookworm-slim\nCOPY --from=child:1 /copied /\n")
                .file(
                        "images/top/test.yml",
                        "schemaVersion: 2.0.0\nfileExistenceTests: [{name: it is there, path: /copied, shouldExist: true}]\n");
    }

    private Program program() {
        return new Program(directory).with("IMAGE_MANAGER_BUILD_REGISTRY", "false");
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private Result build(String... targets) {
        String[] arguments = new String[targets.length + 1];
        arguments[0] = "build";
        System.arraycopy(targets, 0, arguments, 1, targets.length);
        return succeeds(program().run(arguments));
    }

    private JsonNode record(String target) throws IOException {
        return JSON.readTree(fleet.read("dist/" + target + "/build.json"));
    }

    private String digest(String target) throws IOException {
        return record(target).path("digest").asText();
    }

    private Path blob(String digest) {
        return directory.resolve("dist/.images/blobs/sha256").resolve(digest.substring("sha256:".length()));
    }

    @Test
    void aChainOfImagesIsBuiltTestedAndUpToDateThen() throws IOException {
        Result first = succeeds(program().run("run"));

        assertThat(first.output()).contains("3 targets in", "1/1", "3 ok");
        assertThat(fleet.read("dist/child/1/build.log"))
                .contains("OCI load from client")
                .doesNotContain("pushing");
        for (String target : new String[] {"base/1.0.0", "child/1", "top/1"}) {
            assertThat(Tool.run("sha256sum", blob(digest(target)).toString()))
                    .startsWith(digest(target).substring("sha256:".length()));
        }
        assertThat(directory.resolve(".buildkit")).doesNotExist();
        assertThat(build().output()).contains("3 up to date");
    }

    @Test
    void whereNobodyAskedForARegistryAndNoneCanBeStartedNoneIsNeeded() throws IOException {
        Path few = Files.createDirectory(directory.resolve("bin"));
        for (String tool : new String[] {"java", "sh", "readlink", "dirname", "buildctl"}) {
            Files.createSymbolicLink(few.resolve(tool), Path.of(Tool.run("sh", "-c", "command -v " + tool)));
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        Result built = succeeds(new Program(directory)
                .with("PATH", few.toString())
                .with("DOCKER_HOST", "unix:///nowhere.sock")
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_PORT", Integer.toString(port))
                .run("build"));

        assertThat(built.output()).contains("3 ok");
        assertThat(built.errors())
                .contains("note: registry does not answer at localhost:" + port + " and cannot be started: ")
                .contains("images are stored in dist/.images instead");
    }

    @Test
    void aChangedParentIsBuiltWithItsChildrenAndOldLayersGo() throws IOException {
        build();
        String before = digest("base/1.0.0");
        fleet.file(MOTD, "changed\n");

        assertThat(build().output()).contains("3 ok");
        assertThat(fleet.read("dist/child/1/build.log")).doesNotContain(before);
        assertThat(blob(before)).doesNotExist();
        assertThat(blob(digest("base/1.0.0"))).exists();
    }

    @Test
    void parentsAreHandedOnWhereNoArchiveIsKept() {
        fleet.file(".image-manager.yml", "keep_archives: false\n");
        assertThat(build("base").output()).contains("1 ok");
        assertThat(fleet.exists("dist/base/1.0.0/image.tar")).isFalse();

        assertThat(build().output()).contains("2 ok").contains("1 up to date");
        assertThat(build().output()).contains("3 up to date");
    }

    @Test
    void whatIsLostIsTakenFromTheArchivesOrBuiltAgain() throws IOException {
        build();
        Tool.run("rm", "-r", directory.resolve("dist/.images").toString());
        assertThat(build("top").output()).contains("3 up to date");

        Tool.run("rm", "-r", directory.resolve("dist/.images").toString());
        Files.delete(directory.resolve("dist/child/1/image.tar"));
        fleet.file("images/top/Dockerfile", "FROM debian:bookworm-slim\nCOPY --from=child:1 /copied /elsewhere\n");
        assertThat(build().output()).contains("2 ok").contains("1 up to date");
        assertThat(succeeds(program().run("clean")).exitCode()).isZero();
        assertThat(directory.resolve("dist/.images")).doesNotExist();
    }

    @Test
    void severalPlatformsAreHandedOnEachToItsOwn() throws IOException {
        String platforms = "platforms: [linux/amd64, linux/arm64]\ntags: [{ name: \"1\" }]\n";
        fleet.file("images/multi/image.yml", platforms)
                .file("images/multi/Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /${TARGETARCH}\n")
                .file("images/onmulti/image.yml", platforms)
                .file(
                        "images/onmulti/Dockerfile",
                        "FROM multi:1\nARG TARGETARCH\nCOPY --from=multi:1 /${TARGETARCH} /own\n");

        build("onmulti");

        JsonNode index = JSON.readTree(Files.readString(blob(digest("onmulti/1"))));
        assertThat(index.path("manifests")).hasSize(2);
        assertThat(index.path("manifests").path(1).path("digest").asText())
                .isEqualTo(record("onmulti/1")
                        .path("platforms")
                        .path("linux/arm64")
                        .path("digest")
                        .asText());
        assertThat(build("onmulti").output()).contains("2 up to date");
    }

    @Test
    void imagesAreTheSameAsWithARegistry() throws IOException {
        fleet.image("multi", "1", "FROM scratch\nARG TARGETARCH\nCOPY new /${TARGETARCH}\n")
                .file("images/multi/new", fleet.read(MOTD))
                .file("images/multi/image.yml", "platforms: [linux/amd64, linux/arm64]\ntags: [{ name: \"1\" }]\n");
        build();
        String[] targets = {"base/1.0.0", "child/1", "top/1", "multi/1"};
        String[] digests = new String[targets.length];
        for (int i = 0; i < targets.length; i++) {
            digests[i] = digest(targets[i]);
        }

        Result withRegistry = succeeds(new Program(directory).run("build", "--force"));

        assertThat(withRegistry.output()).contains("4 ok");
        for (int i = 0; i < targets.length; i++) {
            assertThat(digest(targets[i])).as(targets[i]).isEqualTo(digests[i]);
        }
    }
}
