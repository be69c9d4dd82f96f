package dev.imagemanager.pipeline.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCleanerTest {

    private static final String APP = "dist/app/1.0.0/";

    @TempDir
    Path directory;

    private final FleetCleaner cleaner = new FleetCleaner();
    private TestFleet fleet;

    @BeforeEach
    void generate() {
        fleet = TestFleet.small(directory);
        fleet.write();
    }

    private static String record(String target) {
        return "{\"apiVersion\": \"image-manager/v1\", \"target\": \"" + target + "\"}";
    }

    private TestFleet withBuild() {
        return fleet.with(APP + "image.tar", "123456")
                .with(APP + "build.json", record("app:1.0.0"))
                .with(APP + "build.log", "")
                .with(APP + "test-report.json", record("app:1.0.0"))
                .with(APP + "test-report.xml", "<testsuite/>");
    }

    private List<String> removed(boolean all) throws InterruptedException {
        return cleaner.clean(directory, all, note -> {}).files().keySet().stream()
                .map(Path::toString)
                .toList();
    }

    /** Without the empty file that commands lock. */
    private List<String> left() throws IOException {
        if (!Files.exists(directory.resolve("dist"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory.resolve("dist"))) {
            return files.filter(file -> !Files.isDirectory(file) && !file.endsWith(".lock"))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatBuildsAndTestsLeftIsRemoved() throws IOException, InterruptedException {
        withBuild();

        assertThat(removed(false))
                .containsExactly(
                        APP + "build.json",
                        APP + "build.log",
                        APP + "image.tar",
                        APP + "test-report.json",
                        APP + "test-report.xml");
        assertThat(left()).containsExactly(APP + "Dockerfile", APP + "Dockerfile.dockerignore", "dist/fleet.json");
    }

    @Test
    void sbomsAreRemovedAlsoThoseOfTargetsThatAreGone() throws InterruptedException {
        fleet.with("dist/gone/1/sbom.json", record("gone:1"))
                .with("dist/gone/1/linux-arm64/sbom.spdx.json", "{}")
                .with("dist/gone/1/linux-arm64/sbom.cdx.json", "{}")
                .with("dist/of-somebody/sbom.spdx.json", "{}");

        assertThat(removed(false))
                .containsExactly(
                        "dist/gone/1/linux-arm64/sbom.cdx.json",
                        "dist/gone/1/linux-arm64/sbom.spdx.json",
                        "dist/gone/1/sbom.json");
    }

    @Test
    void whatIsKeptInsteadOfARegistryIsRemoved() throws IOException, InterruptedException {
        fleet.with("dist/.images/index.json", "{}").with("dist/.images/blobs/sha256/0123", "layer");

        assertThat(removed(false)).containsExactly("dist/.images/blobs/sha256/0123", "dist/.images/index.json");
        assertThat(directory.resolve("dist/.images")).doesNotExist();
    }

    @Test
    void whatIsKnownOfBasesIsRemoved() throws IOException, InterruptedException {
        fleet.with("dist/.bases.json", "{\"apiVersion\": \"image-manager/v1\", \"bases\": {}}");
        assertThat(removed(false)).containsExactly("dist/.bases.json");

        fleet.with("dist/.bases.json", "{}");
        assertThat(removed(false)).isEmpty();
    }

    @Test
    void bytesAreCounted() throws InterruptedException {
        fleet.with(APP + "image.tar", "123456").with(APP + "build.log", "12");

        assertThat(cleaner.plan(directory, false).bytes()).isEqualTo(8);
    }

    @Test
    void aPlanChangesNothing() throws IOException, InterruptedException {
        withBuild();
        List<String> before = left();

        cleaner.plan(directory, true);

        assertThat(left()).isEqualTo(before);
    }

    @Test
    void allIsEverythingThatWasWritten() throws IOException, InterruptedException {
        withBuild();

        assertThat(removed(true)).hasSize(8).contains("dist/fleet.json", APP + "Dockerfile");
        assertThat(left()).isEmpty();
        assertThat(directory.resolve("dist/app")).doesNotExist();
        assertThat(directory.resolve("images/app/image.yml")).exists();
        assertThat(removed(true)).isEmpty();
    }

    @Test
    void otherFilesStay() throws IOException, InterruptedException {
        withBuild()
                .with("dist/notes.txt", "mine")
                .with(APP + "notes.txt", "mine")
                .with(APP + "linux-amd64/notes.txt", "mine")
                .with("dist/other/1/image.tar", "no record says that a target is here")
                .with("dist/other/2/build.json", record("app:1.0.0"))
                .with("dist/other/3/build.json", "{\"target\": \"other:3\"}")
                .with("dist/other/4/build.json", "no JSON")
                .with("dist/other/5/image.tar", "mine")
                .with("dist/other/5/build.json", record("../5:\\u0000"));

        removed(true);

        assertThat(left())
                .containsExactly(
                        APP + "linux-amd64/notes.txt",
                        APP + "notes.txt",
                        "dist/notes.txt",
                        "dist/other/1/image.tar",
                        "dist/other/2/build.json",
                        "dist/other/3/build.json",
                        "dist/other/4/build.json",
                        "dist/other/5/build.json",
                        "dist/other/5/image.tar");
    }

    @Test
    void platformsHaveFoldersOfTheirOwn() throws IOException, InterruptedException {
        fleet.with(APP + "linux-amd64/image.tar", "1").with(APP + "linux-arm64-v8/image.tar", "2");

        assertThat(removed(false)).containsExactly(APP + "linux-amd64/image.tar", APP + "linux-arm64-v8/image.tar");
        assertThat(directory.resolve(APP + "linux-amd64")).doesNotExist();
    }

    @Test
    void targetsThatAreGoneCountWhenTheirRecordSaysSo() throws InterruptedException {
        fleet.with("dist/team/old/2/image.tar", "1").with("dist/team/old/2/build.json", record("team/old:2"));

        assertThat(removed(false)).containsExactly("dist/team/old/2/build.json", "dist/team/old/2/image.tar");
        assertThat(directory.resolve("dist/team")).doesNotExist();
    }

    @Test
    void halfWrittenFilesAreRemoved() throws InterruptedException {
        fleet.with(APP + ".image.tar.partial", "1").with("dist/.fleet.json.partial", "{");

        assertThat(removed(true)).contains(APP + ".image.tar.partial", "dist/.fleet.json.partial");
    }

    @Test
    void linksAreNotFollowed() throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere/2"));
        Files.writeString(elsewhere.resolve("image.tar"), "mine");
        Files.writeString(elsewhere.resolve("build.json"), record("linked:2"));
        Files.createSymbolicLink(directory.resolve("dist/linked"), directory.resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve(APP + "image.tar"), elsewhere.resolve("image.tar"));

        assertThat(removed(false)).isEmpty();
        assertThat(elsewhere).isDirectoryContaining("glob:**image.tar");
    }

    @Test
    void theOutputDirectoryMayBeALink() throws IOException, InterruptedException {
        withBuild();
        Files.move(directory.resolve("dist"), directory.resolve("big-disk"));
        Files.createSymbolicLink(directory.resolve("dist"), directory.resolve("big-disk"));

        assertThat(removed(true)).hasSize(8);
        assertThat(directory.resolve("dist")).isSymbolicLink();
        assertThat(directory.resolve("big-disk")).isDirectoryNotContaining("regex:.*/[^.][^/]*");
    }

    @Test
    void aForeignFleetDocumentStays() throws IOException, InterruptedException {
        fleet.with("dist/fleet.json", "{\"ships\": 3}");

        assertThat(removed(true)).isEmpty();
        assertThat(left()).contains("dist/fleet.json");
    }

    @Test
    void aDirectoryThatIsNotThereIsAMistake() throws InterruptedException {
        assertThatThrownBy(() -> cleaner.plan(directory.resolve("nowhere"), false))
                .isInstanceOf(InputException.class);
    }

    @Test
    void nothingToRemoveIsFine() throws InterruptedException {
        fleet.with("x/y", "");
        assertThat(cleaner.clean(directory.resolve("x"), true, note -> {}).files())
                .isEmpty();
        assertThat(directory.resolve("x/dist")).doesNotExist();
    }
}
