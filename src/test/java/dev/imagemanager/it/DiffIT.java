package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.TestRepository;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diff} with real repositories. What git does to files and what it runs, it must not do here. */
class DiffIT {

    @TempDir
    Path directory;

    private TestRepository repository;
    private FleetFiles files;

    /** Three commits, of which the last is the working tree, in a path with a space and an umlaut. */
    @BeforeEach
    void createHistory() {
        repository = TestRepository.init(directory.resolve("fl\u00F6tte 1"));
        files = new FleetFiles(repository.directory())
                .file("images/app/image.yml", "tags: [{name: 1.1.0}]\nversions: {python: '3.11'}\n")
                .file("images/app/Dockerfile.tmpl", "FROM debian:12\n{#include common/gr\u00FC\u00DFe /}\n")
                .file("templates/common/gr\u00FC\u00DFe", "LABEL python={=versions.python}\n")
                .file(".gitattributes", "templates export-ignore\n* filter=evil text eol=crlf\n");
        repository.commit("one");
        files.file("images/app/image.yml", "tags: [{name: 1.1.0}, {name: 1.2.0}]\nversions: {python: '3.12'}\n");
        repository.commit("two");
        files.file("images/app/Dockerfile.tmpl", "FROM debian:13\n{#include common/gr\u00FC\u00DFe /}\n");
        repository.commit("three");
    }

    private static Result diff(Path fleet, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "diff";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Program(fleet).run(all);
    }

    private Result diff(String... arguments) {
        return diff(repository.directory(), arguments);
    }

    private static void assertRefused(Result result, int exitCode, String message) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(result.errors()).contains(message);
        assertThat(result.output()).isEmpty();
    }

    @Test
    void aRevisionIsComparedWithTheWorkingTreeOrWithAnother() throws IOException {
        Path ran = directory.resolve("ran");
        repository.git("config", "filter.evil.smudge", "touch " + ran);
        repository.git("config", "core.fsmonitor", "touch " + ran);

        Result both = diff("HEAD~2", "HEAD~1");

        String two = repository.git("rev-parse", "HEAD~1").substring(0, 12);
        String one = repository.git("rev-parse", "HEAD~2").substring(0, 12);
        assertThat(both.errors()).isEmpty();
        assertThat(both.output())
                .isEqualTo("HEAD~2 (" + one + ") \u2192 HEAD~1 (" + two + ")\n\napp\n"
                        + "  added  1.2.0\n"
                        + "  alias  1                1.1.0 \u2192 1.2.0\n"
                        + "  alias  1.2              + 1.2.0\n"
                        + "  value  versions.python  3.11 \u2192 3.12  (1.1.0)\n"
                        + "  file   Dockerfile       (1.1.0)\n\n"
                        + "targets: 1 added, 1 changed; aliases: 1 moved, 1 added\n");
        assertThat(both.exitCode()).isZero();

        // Not committed, and a revision of the other branch that is not checked out.
        repository.git("branch", "old", "HEAD~2");
        files.file(
                "images/app/image.yml",
                "tags: [{name: 1.0.0}, {name: 1.1.0}]\naliases: {1: 1.0.0}\n" + "versions: {python: '3.11'}\n");
        Result markdown = diff("old", "--output", "markdown", "--diff", "--exit-code");
        assertThat(markdown.exitCode()).as(markdown.toString()).isEqualTo(1);
        assertThat(markdown.output())
                .startsWith("### Fleet: `old` (" + one + ") \u2192 the working tree\n")
                .contains("| added | `1.0.0` |  |  |  |\n")
                .contains("| alias, **backwards** | `1` | `1.1.0` | `1.0.0` |  |\n")
                .contains("| base |  | `debian:12` | `debian:13` | `1.1.0` |\n")
                .contains("\n```diff\n--- a/dist/app/1.1.0/Dockerfile\n", "\n-FROM debian:12\n+FROM debian:13\n");
        Result json = diff("old", "HEAD~2", "--output", "json", "--exit-code");
        assertThat(json.exitCode()).as(json.toString()).isZero();
        JsonNode document = new ObjectMapper().readTree(json.output());
        assertThat(document.at("/to/commit").asText()).startsWith(one);
        assertThat(document.get("targets")).isEmpty();
        assertThat(ran).doesNotExist();
        assertThat(directory.resolve("fl\u00F6tte 1/dist")).doesNotExist();
    }

    /** As actions/checkout with fetch-depth: 2 makes it. */
    @Test
    void aShallowCloneHasOnlyItsCommits() {
        repository.git("clone", "-q", "--depth", "2", "file://" + repository.directory(), "../shallow");
        Path shallow = directory.resolve("shallow");

        Result before = diff(shallow, "HEAD^1");

        assertThat(before.exitCode()).as(before.toString()).isZero();
        assertThat(before.output()).contains("  base  debian:12 \u2192 debian:13  (all 2 targets)\n");
        assertRefused(
                diff(shallow, "HEAD~2", "nope"),
                2,
                "error: there is no revision 'HEAD~2' in the repository of " + shallow
                        + ", a shallow clone: it has only the newest commits\n"
                        + "  fetch more of them: 'git fetch --deepen=10' or 'git fetch --unshallow', or a larger"
                        + " fetch-depth of actions/checkout (2 for the commit before, 0 for all)\n"
                        + "error: there is no revision 'nope' in the repository of ");
    }

    @Test
    void aFleetMayBeInASubdirectoryAndNew() throws IOException {
        Path fleet = Files.createDirectories(repository.directory().resolve("fleets/b c"));
        new FleetFiles(fleet).image("lib", "1.0.0", "FROM scratch\n");

        Result added = diff(fleet, "HEAD");

        assertThat(added.exitCode()).as(added.toString()).isZero();
        assertThat(added.output()).contains("\nlib\n  added  1.0.0\n").doesNotContain("app");
        assertThat(added.errors())
                .isEqualTo("note: there is no fleet at HEAD: it has no directory HEAD:fleets/b c/images\n");

        new FleetFiles(fleet).file("images/lib/image.yml", "tgas: [{name: 1.0.0}]\n");
        repository.commit("broken");
        new FleetFiles(fleet).file("images/lib/image.yml", "tags: [{nmae: 1.0.0}]\n");
        Result broken = diff(fleet, "HEAD");
        assertRefused(broken, 2, "HEAD:fleets/b c/images/lib/image.yml:1:1: error: unknown key 'tgas'");
        assertThat(broken.errors()).contains("\nimages/lib/image.yml:1:9: error: unknown key 'nmae' in 'tags[0]'");
    }

    @Test
    void whatIsNoRepositoryOrNoRevisionIsSaid() {
        Path plain = directory.resolve("plain");
        new FleetFiles(plain).image("app", "1.0.0", "FROM scratch\n");

        assertRefused(diff(plain, "HEAD"), 2, "error: " + plain + " is not in a git repository\n");
        assertRefused(diff("--", "--output=x"), 2, "error: '--output=x' cannot be the name of a revision\n");
        assertRefused(diff("HEAD^{tree}"), 2, "error: 'HEAD^{tree}' is not a commit\n");
    }

    @Test
    void whatDiffersIsPlannedWithWhatBuildsOnIt() throws IOException {
        Path fleet = repository.directory().resolve("fleet");
        FleetFiles here = new FleetFiles(fleet)
                .file(".image-manager.yml", "build_registry: false\n")
                .image("base", "1.0.0", "FROM scratch\n")
                .image("child", "1.0.0", "FROM base:1.0.0\nCOPY . /\n")
                .image("other", "1.0.0", "FROM scratch\n")
                .file("images/child/file", "one\n");
        repository.commit("fleet");

        assertThat(planned(fleet)).isEmpty();
        here.file("images/child/file", "two\n");
        assertThat(planned(fleet)).containsExactly("base:1.0.0", "child:1.0.0");
        assertThat(planned(fleet, "other")).isEmpty();
        here.image("base", "1.0.0", "FROM scratch\nLABEL a=b\n");
        assertThat(planned(fleet, "base", "--with-children")).containsExactly("base:1.0.0", "child:1.0.0");

        Result unknown = new Program(fleet).run("run", "--changed-since", "nope");
        assertRefused(unknown, 2, "error: there is no revision 'nope' in the repository of " + fleet + "\n");
    }

    private static List<String> planned(Path fleet, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("plan", "--changed-since", "HEAD", "--output", "json"));
        all.addAll(List.of(arguments));
        Result result = new Program(fleet).run(all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return new ObjectMapper()
                .readTree(result.output()).get("work").findValuesAsText("target").stream()
                        .toList();
    }
}
