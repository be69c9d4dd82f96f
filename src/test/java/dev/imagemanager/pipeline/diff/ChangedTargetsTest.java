package dev.imagemanager.pipeline.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestRepository;
import dev.imagemanager.infra.git.GitRevisions;
import dev.imagemanager.infra.git.TestGit;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.revision.FleetHistory;
import dev.imagemanager.pipeline.revision.Revision;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedTargetsTest {

    @TempDir
    Path directory;

    private TestFleet files;
    private final List<Problem> notes = new ArrayList<>();

    /** In a folder of the repository: {@code child} builds on {@code base}, {@code other} has a shared folder. */
    @BeforeEach
    void createFleet() {
        files = history("sha1");
    }

    private TestFleet history(String format) {
        TestRepository repository = TestRepository.init(directory.resolve(format), "--object-format=" + format);
        TestFleet fleet = new TestFleet(repository.directory().resolve("fleets/a"))
                .with("images/base/image.yml", "tags: [{name: 1.0.0}]\nversions: {tool: 1.2.3}\n")
                .with("images/base/Dockerfile.tmpl", "FROM scratch\n{#include used /}\n")
                .with("images/child/image.yml", "tags: [{name: 1.0.0}]\n")
                .with("images/child/Dockerfile", "FROM base:1.0.0\nCOPY . /\n")
                .with("images/child/.dockerignore", "ignored\n*.log\n!kept.log\n")
                .with("images/child/file", "one\n")
                .with("images/child/kept.log", "one\n")
                .with("images/child/ignored/file", "one\n")
                .with("images/other/image.yml", "tags: [{name: 1.0.0}]\ncontexts: {common: ../../common}\n")
                .with("images/other/Dockerfile", "FROM scratch\nCOPY --from=common / /\n")
                .with("common/file", "one\n")
                .with("templates/used.tmpl", "LABEL a={=versions.tool}\n")
                .with("templates/unused.tmpl", "LABEL b=c\n")
                .with("README.md", "one\n");
        repository.commit("one");
        return fleet;
    }

    private List<String> changed() throws InterruptedException {
        FleetHistory history = new FleetHistory(new GitRevisions(TestGit.program()), files.generator());
        return new ChangedTargets(history, new FakeEnvironment())
                .since(new Revision("HEAD")).keep(files.generate(), notes::add).stream()
                        .map(TargetName::toString)
                        .sorted()
                        .toList();
    }

    @Test
    void nothingDiffersFromWhatWasCommitted() throws Exception {
        assertThat(changed()).isEmpty();
        // The umask of whoever cloned it, and an empty folder, are not part of a revision.
        Files.setPosixFilePermissions(file("images/child/file"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.createDirectory(file("images/child/empty"));
        assertThat(changed()).isEmpty();
        assertThat(notes).isEmpty();
    }

    private Path file(String path) {
        return files.directory().resolve(path);
    }

    @Test
    void filesThatNoTargetUsesChangeNone() throws Exception {
        files.with("README.md", "two\n")
                .with("templates/unused.tmpl", "LABEL b=d\n")
                .with("images/child/ignored/file", "two\n")
                .with("images/child/ignored/new", "two\n")
                .with("images/child/other.log", "two\n")
                .with("elsewhere/file", "two\n")
                .with("images/base/image.yml", "# A comment.\nversions:\n  tool: '1.2.3'\ntags:\n- name: 1.0.0\n");
        assertThat(changed()).isEmpty();
    }

    @Test
    void anyFileOfAContextChangesItsTarget() throws Exception {
        for (String path : List.of("images/child/new", "images/child/a/b/c")) {
            files.with(path, "two\n");
            assertThat(changed()).as(path).containsExactly("child:1.0.0");
            files.without(path);
        }
        for (String path : List.of("images/child/file", "images/child/kept.log")) {
            files.with(path, "two\n");
            assertThat(changed()).as(path).containsExactly("child:1.0.0");
            files.with(path, "one\n");
        }
        files.with("common/file", "two\n");
        assertThat(changed()).containsExactly("other:1.0.0");
    }

    @Test
    void aTemplateChangesWhatIncludesItAndWhatBuildsOnThatAndNewTargetsCount() throws Exception {
        files.with("templates/used.tmpl", "LABEL z={=versions.tool}\n");
        assertThat(changed()).containsExactly("base:1.0.0", "child:1.0.0");

        files.with("images/child/image.yml", "tags: [{name: 1.0.0}, {name: 1.1.0}]\n");
        assertThat(changed()).containsExactly("base:1.0.0", "child:1.0.0", "child:1.1.0");
    }

    @Test
    void modesLinksAndMissingFilesCount() throws Exception {
        Path script = file("images/child/file");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(changed()).containsExactly("child:1.0.0");

        Files.delete(script);
        assertThat(changed()).containsExactly("child:1.0.0");

        Files.createSymbolicLink(script, Path.of("kept.log"));
        assertThat(changed()).containsExactly("child:1.0.0");

        Files.delete(script);
        assertThat(new ProcessBuilder("mkfifo", script.toString()).start().waitFor())
                .isZero();
        assertThat(changed()).containsExactly("child:1.0.0");
    }

    @Test
    void whatIsLeftOutNowOrWasBeforeCounts() throws Exception {
        files.with("images/child/.dockerignore", "ignored\n*.log\n");
        assertThat(changed()).containsExactly("child:1.0.0");
        files.with("common/.dockerignore", "*.log\n").with("images/child/.dockerignore", "ignored\n*.log\n!kept.log\n");
        assertThat(changed()).containsExactly("other:1.0.0");
    }

    @Test
    void aSettingThatChangesAllImagesCounts() throws Exception {
        files.with(".image-manager.yml", "keep_archives: false\n");
        assertThat(changed()).isEmpty();
        files.with(".image-manager.yml", "source_date_epoch: false\n");
        assertThat(changed()).containsExactly("base:1.0.0", "child:1.0.0", "other:1.0.0");
    }

    @Test
    void aFolderThatBecameALinkCounts() throws IOException, InterruptedException {
        Files.move(file("common"), file("moved"));
        Files.createSymbolicLink(file("common"), Path.of("moved"));
        assertThat(changed()).containsExactly("other:1.0.0");
    }

    @Test
    void aRepositoryMayHaveIdsOfTheOtherKind() throws Exception {
        files = history("sha256");
        assertThat(changed()).isEmpty();
        files.with("images/child/file", "two\n");
        assertThat(changed()).containsExactly("child:1.0.0");
    }

    @Test
    void withoutAFleetAtTheRevisionAllTargetsAreNew() throws Exception {
        TestRepository repository = TestRepository.init(directory.resolve("empty"));
        repository.commit("nothing");
        files = TestFleet.small(repository.directory());
        assertThat(changed()).containsExactly("app:1.0.0");
        assertThat(notes)
                .extracting(Problem::message)
                .containsExactly("there is no fleet at HEAD: it has no directory HEAD:images");
    }
}
