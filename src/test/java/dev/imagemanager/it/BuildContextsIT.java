package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which files get into images and decide about builds, with a real BuildKit daemon. */
@ExtendWith(RealTools.class)
class BuildContextsIT {

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String app;
    private String other;

    @BeforeEach
    void makeFleet() throws IOException {
        app = "it-" + UUID.randomUUID().toString().substring(0, 8);
        other = app + "-other";
        fleet = new FleetFiles(directory)
                .file(
                        "images/" + app + "/image.yml",
                        """
                        contexts: { common: ../../common, tool: "docker-image://debian:bookworm-slim" }
                        tags: [{ name: "1" }, { name: "2" }]
                        """)
                .file(
                        "images/" + app + "/Dockerfile.tmpl",
                        """
                        FROM tool AS one
                        RUN --mount=from=common,target=/c find /c/ . -maxdepth 1 >/dev/null; ls -A /c > /shared
                        FROM scratch
                        COPY . /
                        COPY --from=one /shared /
                        COPY --from=common entry.sh /bin/entry.sh
                        """)
                .file("images/" + app + "/.dockerignore", "*.log\nvendor\n!Dockerfile.tmpl\n")
                .file("images/" + app + "/nginx.tmpl", "server {}\n")
                .file("images/" + app + "/src/config/image.yml", "size: 3\n")
                .file("images/" + app + "/run.log", "1\n")
                .file("images/" + app + "/vendor/blob", "1\n")
                .file("images/" + other + "/image.yml", "tags: [{ name: \"1\" }]\n")
                .file("images/" + other + "/Dockerfile.tmpl", "FROM scratch\nCOPY . /\n")
                .file("images/" + other + "/Dockerfile.dockerignore", "left-out\n*.dockerignore\n!.dockerignore\n")
                .file("images/" + other + "/.dockerignore", "kept\n")
                .file("images/" + other + "/kept", "1\n")
                .file("images/" + other + "/left-out", "1\n")
                .file("common/entry.sh", "echo 1\n")
                .file("common/notes.md", "1\n")
                .file("common/.dockerignore", "*.md\n.dockerignore\n");
        Files.createSymbolicLink(directory.resolve("images/" + other + "/entry.sh"), Path.of("../../common/entry.sh"));
    }

    private Program program() {
        return new Program(directory)
                .with("XDG_CACHE_HOME", directory.resolve("cache").toString());
    }

    private List<String> states() {
        Result result = program().run("build", "--output", "json");
        assertThat(result.exitCode()).as("%s", result).isZero();
        try {
            JsonNode targets = new ObjectMapper().readTree(result.output()).path("targets");
            return Stream.iterate(0, i -> i < targets.size(), i -> i + 1)
                    .map(i -> targets.get(i).path("state").asText())
                    .toList();
        } catch (IOException malformed) {
            throw new AssertionError(result.output(), malformed);
        }
    }

    /** The files of the image's only layers, by name. */
    private List<String> filesOf(String target) {
        Path unpacked = directory.resolve("unpacked-" + target.replace('/', '-'));
        Tool.run("mkdir", unpacked.toString());
        Tool.run("tar", "-xf", directory + "/dist/" + target + "/image.tar", "-C", unpacked.toString());
        return Tool.lines(
                "sh", "-c", "cd " + unpacked + "/blobs/sha256 && for b in *; do tar -tzf $b 2>/dev/null; done; true");
    }

    @Test
    void onlyWhatTheContextHasIsInTheImageAndCounts() throws IOException {
        Result first = program().run("build");
        assertThat(first.exitCode()).as("%s", first).isZero();
        assertThat(first.output()).contains("3 ok");
        assertThat(first.errors())
                .contains("images/" + other + "/entry.sh: note: this link leads out of the build context");
        assertThat(filesOf(app + "/1"))
                .contains("nginx.tmpl", "src/config/image.yml", "Dockerfile.tmpl", "bin/entry.sh", "shared")
                .doesNotContain("image.yml", "run.log", "vendor/", "vendor/blob");
        assertThat(filesOf(other + "/1"))
                .contains("kept", "entry.sh", ".dockerignore")
                .doesNotContain("left-out", "Dockerfile.dockerignore", "Dockerfile.tmpl", "image.yml");
        assertThat(directory.resolve("cache/image-manager/contexts")).isDirectory();

        fleet.file("images/" + app + "/run.log", "2\n")
                .file("images/" + app + "/vendor/more/blob", "2\n")
                .file("images/" + other + "/left-out", "2\n")
                .file("common/notes.md", "2\n");
        assertThat(states()).containsOnly("up to date");

        fleet.file("common/entry.sh", "echo 2\n");
        assertThat(states()).containsExactly("ok", "ok", "up to date");

        fleet.file("images/" + app + "/src/config/image.yml", "size: 4\n");
        assertThat(states()).containsExactly("ok", "ok", "up to date");
    }

    private static final FileTime SAME = FileTime.from(Instant.parse("2001-09-09T01:46:40Z"));

    private String contentOf(String target, String file) {
        Path unpacked = directory.resolve("content");
        Tool.run("rm", "-rf", unpacked.toString());
        Tool.run("mkdir", unpacked.toString());
        Tool.run("tar", "-xf", directory + "/dist/" + target + "/image.tar", "-C", unpacked.toString());
        return String.join(
                "",
                Tool.lines(
                        "sh",
                        "-c",
                        "cd " + unpacked + "/blobs/sha256 && for b in *; do tar -xzOf $b " + file
                                + " 2>/dev/null; done; true"));
    }

    /** Files of the same size and time, as an archive of git has them, in the contexts of two images. */
    private void write(String ofApp, String ofOther, String ofCommon) throws IOException {
        String[] files = {"images/" + app + "/VERSION", "images/" + other + "/VERSION", "common/VERSION"};
        String[] contents = {ofApp, ofOther, ofCommon};
        for (int i = 0; i < files.length; i++) {
            fleet.file(files[i], contents[i]);
            Files.setLastModifiedTime(directory.resolve(files[i]), SAME);
        }
    }

    /** BuildKit takes them for the same file if it got them under the same name. */
    @Test
    void filesOfTheSameSizeAndTimeAreToldApart() throws IOException {
        fleet.file(
                        "images/" + app + "/Dockerfile.tmpl",
                        "FROM scratch\nCOPY VERSION /\nCOPY --from=common VERSION /common\n")
                .file("images/" + other + "/Dockerfile.tmpl", "FROM scratch\nCOPY VERSION /\n");
        for (int i = 1; i < 4; i++) {
            write("app " + i, "oth " + i, "com " + i);
            Result built = program().run("build", "--jobs", "1");
            assertThat(built.exitCode()).as("%s", built).isZero();

            assertThat(contentOf(app + "/1", "VERSION")).isEqualTo("app " + i);
            assertThat(contentOf(app + "/2", "common")).isEqualTo("com " + i);
            assertThat(contentOf(other + "/1", "VERSION")).isEqualTo("oth " + i);
        }
        assertThat(fleet.exists("dist/.contexts")).isFalse();
    }

    private static String executable(Path home) {
        return home.resolve(Program.isNative() ? "target/image-manager" : "bin/image-manager")
                .toString();
    }

    /** As a user whom the folder of a database is closed to: root without its rights over files. */
    @Test
    void aFolderThatCannotBeReadMattersOnlyInTheContext() {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("only root can give files away")
                .isEqualTo("root");
        Program limited = program().startedBy((home, arguments) -> Stream.concat(
                        Stream.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", executable(home)),
                        arguments.stream())
                .toList());
        fleet.file("images/" + app + "/pgdata/base/1", "x");
        String pgdata = directory + "/images/" + app + "/pgdata";
        Tool.run("chown", "65534", pgdata);
        Tool.run("chmod", "700", pgdata);

        Result noted = limited.run("validate");
        assertThat(noted.exitCode()).as("%s", noted).isZero();
        assertThat(noted.errors()).contains("pgdata: note: definitions in this folder are not part of the fleet");

        fleet.file("images/" + app + "/.dockerignore", "pgdata\n");
        Result silent = limited.run("validate");
        assertThat(silent.errors()).doesNotContain("pgdata");
        Result built = limited.run("build", app);
        assertThat(built.exitCode()).as("%s", built).isZero();
        assertThat(limited.run("build", app).output()).contains("2 up to date");
        Tool.run("chown", "0", pgdata);
    }

    /** Files that are written at once have the same time, to the nanosecond. */
    @Test
    void filesOfSeveralContextsAreToldApart() throws IOException {
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00.123456789Z"));
        List<String> names = List.of(app + "-one", app + "-two");
        for (String image : names) {
            fleet.image(image, "1", "FROM scratch\nCOPY file /\n")
                    .file("images/" + image + "/file", image.substring(image.length() - 3));
            Files.setLastModifiedTime(directory.resolve("images/" + image + "/file"), time);
        }
        for (String image : names) {
            Result built = new Program(directory).run("build", image);
            assertThat(built.exitCode()).as("%s", built).isZero();
        }

        String registry = System.getenv("IMAGE_MANAGER_BUILD_REGISTRY");
        for (String image : names) {
            assertThat(Tool.run("sh", "-c", "crane export " + registry + "/" + image + ":1 - | tar -xO file"))
                    .isEqualTo(image.substring(image.length() - 3));
        }
    }
}
