package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the golden cases cannot hold: links, and folders that cannot be read. */
class DefinitionFilesTest {

    @TempDir
    Path directory;

    private final Problems problems = new Problems();
    private TestFleet fleet;

    @BeforeEach
    void makeFleet() {
        fleet = TestFleet.small(directory);
    }

    private List<String> found() {
        return new DefinitionFiles(directory, problems)
                .find().stream().map(Path::toString).toList();
    }

    private String notes() {
        assertThat(problems.errors()).isEmpty();
        return fleet.shown(problems.notes());
    }

    private void link(String file, String target) throws IOException {
        Files.createSymbolicLink(directory.resolve(file), Path.of(target));
    }

    @Test
    void linksToFoldersOfTheFleetAreFollowed() throws IOException {
        fleet.with("apps/one/image.yml", "").with("apps/deep/two/image.yml", "");
        link("images/one", "../apps/one");
        link("images/deep", directory.resolve("apps/deep").toString());

        assertThat(found())
                .containsExactly("images/app/image.yml", "images/deep/two/image.yml", "images/one/image.yml");
        assertThat(notes()).isEmpty();
    }

    @Test
    void linksThatAreNotFollowedAreNoted(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("image.yml"), "");
        link("images/outside", elsewhere.toString());
        link("images/dangling", "nowhere");
        link("images/again", "app");
        link("images/self", ".");
        link("images/fleet", "..");
        link("images/file", "app/image.yml");

        assertThat(found()).containsExactly("images/app/image.yml");
        assertThat(notes())
                .contains("images/outside: note: this link is not followed to look for definitions: it is outside")
                .contains("images/dangling: note:")
                .contains("images/again: note:", "its folder was already searched")
                .contains("images/self: note:")
                .contains("images/fleet: note:")
                .doesNotContain("images/file");
    }

    /** Links of an application belong to its context, unless they lead to a definition. */
    @Test
    void linksBelowADefinitionAreFollowedToDefinitionsOnly() throws IOException {
        fleet.with("apps/one/image.yml", "").with("apps/one/Dockerfile", "").with("lib/x", "");
        link("images/app/one", "../../apps/one");
        link("images/app/lib", "../../lib");
        link("images/app/dangling", "nowhere");
        link("images/app/self", ".");

        assertThat(found()).containsExactly("images/app/image.yml", "images/app/one/image.yml");
        assertThat(notes()).isEmpty();
    }

    @Test
    void manyLinksToEachOtherAreFollowedOnce() throws IOException {
        for (int i = 0; i < 30; i++) {
            fleet.with("trees/" + i + "/image.yml", "");
            link("trees/" + i + "/a", "../" + (i + 1) % 30);
            link("trees/" + i + "/b", "../" + (i + 1) % 30);
        }
        link("images/trees", "../trees");

        assertThat(found()).hasSize(31);
    }

    @Test
    void aFolderThatCannotBeReadIsNoted() throws IOException {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("root reads everything")
                .isNotEqualTo("root");
        fleet.with("images/app/pgdata/x", "").with("images/closed/image.yml", "");
        for (String folder : List.of("images/app/pgdata", "images/closed")) {
            Files.setPosixFilePermissions(directory.resolve(folder), PosixFilePermissions.fromString("---------"));
        }

        assertThat(found()).containsExactly("images/app/image.yml");
        assertThat(notes()).contains("images/app/pgdata: note: definitions in this folder", "images/closed: note:");

        problems.notes().clear();
        fleet.with("images/app/.dockerignore", "pgdata\n");
        assertThat(found()).containsExactly("images/app/image.yml");
    }

    /** Folders that are left out have any number of files. */
    @Test
    void whatTheContextLeavesOutIsNotSearched() {
        fleet.with("images/app/.dockerignore", "vendor\n**/cache\n!vendor/kept\n")
                .with("images/app/vendor/kept/image.yml", "")
                .with("images/app/vendor/kept/Dockerfile", "")
                .with("images/app/src/cache/deep/image.yml", "")
                .with("images/app/src/cache/deep/Dockerfile", "")
                .with("images/app/src/cache/image.yml/x", "");

        assertThat(found()).containsExactly("images/app/image.yml", "images/app/vendor/kept/image.yml");
    }

    @Test
    void aPatternThatLeavesOutEverythingDoesNotHideImages() {
        fleet.with("images/app/.dockerignore", "*\n!src\n")
                .with("images/app/python/3/image.yml", "")
                .with("images/app/python/3/Dockerfile", "");

        assertThat(found()).containsExactly("images/app/image.yml", "images/app/python/3/image.yml");
    }
}
