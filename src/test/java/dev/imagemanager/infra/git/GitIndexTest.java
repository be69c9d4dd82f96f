package dev.imagemanager.infra.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the program git, which this one does not need. */
class GitIndexTest {

    @TempDir
    Path directory;

    private Path tree;

    @BeforeEach
    void createTree() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree"));
    }

    private static void git(Path place, String... arguments) {
        new TestRepository(place).git(arguments);
    }

    private void write(String... files) throws IOException {
        for (String file : files) {
            Files.createDirectories(tree.resolve(file).getParent());
            Files.writeString(tree.resolve(file), file);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, sha1", "4, sha1", "2, sha256", "4, sha256"})
    void filesThatGitWroteAreFound(String version, String objects) throws IOException {
        git(tree, "init", "-q", "--object-format=" + objects);
        git(tree, "config", "index.version", version);
        write(
                ".a",
                ".buildki/x",
                ".buildkit/registry/pid",
                ".buildkitx",
                "deep/fleet/.buildkit/pid",
                "images/app/image.yml");
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isFalse();

        git(tree, "add", ".a", ".buildki", ".buildkitx", "images");
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isFalse();
        git(tree, "add", ".buildkit/registry/pid");
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isTrue();

        assertThat(GitIndex.wroteFilesIn(tree.resolve("deep/fleet/.buildkit"))).isFalse();
        git(tree, "add", "deep");
        git(tree, "update-index", "--skip-worktree", "deep/fleet/.buildkit/pid"); // which takes version 3
        assertThat(GitIndex.wroteFilesIn(tree.resolve("deep/fleet/.buildkit"))).isTrue();
        assertThat(GitIndex.wroteFilesIn(tree.resolve("images/.buildkit"))).isFalse();
    }

    /** What this program wrote since is its own, even if git tracks a file of that name. */
    @Test
    void filesThatWereReplacedOrRemovedAreNotThoseOfGit() throws IOException {
        git(tree, "init", "-q");
        write(".buildkit/pid");
        git(tree, "add", "-f", ".buildkit");
        Path pid = tree.resolve(".buildkit/pid");

        Files.setLastModifiedTime(pid, FileTime.fromMillis(1_000_000));
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isFalse();
        git(tree, "add", "-f", ".buildkit");
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isTrue();
        Files.delete(pid);
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isFalse();
    }

    @Test
    void aWorkingTreeMayHaveItsRepositoryElsewhere() throws IOException {
        git(tree, "init", "-q");
        write("file", ".buildkit/pid");
        git(tree, "add", "-f", ".");
        git(tree, "commit", "-qm", "x");
        Path other = directory.resolve("other");
        git(tree, "worktree", "add", "-q", other.toString());

        assertThat(GitIndex.wroteFilesIn(other.resolve(".buildkit"))).isTrue();
        git(other, "rm", "-rq", ".buildkit");
        assertThat(GitIndex.wroteFilesIn(other.resolve(".buildkit"))).isFalse();
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isTrue();
    }

    @Test
    void whatIsNoIndexHasNoFiles() throws IOException {
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isFalse();
        Files.createDirectory(tree.resolve(".git"));
        assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isFalse();

        for (byte[] content :
                new byte[][] {{}, "DIRC".getBytes(), new byte[1000], "DIRC\0\0\0\2\0\0\1\0xxx".getBytes()}) {
            Files.write(tree.resolve(".git/index"), content);
            assertThat(GitIndex.wroteFilesIn(tree.resolve(".buildkit"))).isFalse();
        }
    }
}
