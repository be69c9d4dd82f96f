package dev.imagemanager.infra.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestFleet;
import dev.imagemanager.TestRepository;
import dev.imagemanager.file.PathText;
import dev.imagemanager.infra.git.GitProgram.Answer;
import dev.imagemanager.pipeline.revision.Checkout;
import dev.imagemanager.pipeline.revision.Revision;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitRevisionsTest {

    @TempDir
    Path directory;

    private TestRepository repository;
    private TestFleet files;

    @BeforeEach
    void createRepository() {
        repository = TestRepository.init(directory.resolve("re po"));
        files = TestFleet.small(repository.directory());
    }

    private static GitRevisions revisions() {
        return new GitRevisions(TestGit.program());
    }

    private Checkout checkout(String revision) throws InterruptedException {
        return checkout(repository.directory(), revision);
    }

    private static Checkout checkout(Path fleet, String revision) throws InterruptedException {
        return revisions().checkout(fleet, new Revision(revision));
    }

    /** Every file with its content, and every link with its destination. */
    private static SortedMap<String, String> written(Checkout checkout) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(checkout.directory())) {
            for (Path path : paths.toList()) {
                String name =
                        new String(PathText.bytes(checkout.directory().relativize(path)), StandardCharsets.ISO_8859_1);
                if (Files.isSymbolicLink(path)) {
                    contents.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path)) {
                    contents.put(name, Files.readString(path, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    @Test
    void theFilesAreThoseOfTheRevision() throws Exception {
        files.with("images/app/Dockerfile", "FROM one\n").with("images/gone/image.yml", "x");
        String commit = repository.commit("one");
        files.with("images/app/Dockerfile", "FROM two\n").without("images/gone/image.yml");
        repository.commit("two");
        files.with("images/app/Dockerfile", "FROM three\n");

        Path temporary;
        try (Checkout checkout = checkout("HEAD~1")) {
            temporary = checkout.directory();
            assertThat(written(checkout))
                    .containsOnlyKeys("images/app/Dockerfile", "images/app/image.yml", "images/gone/image.yml")
                    .containsEntry("images/app/Dockerfile", "FROM one\n");
            assertThat(checkout.commit()).isEqualTo(commit);
            assertThat(checkout.place()).isEqualTo("HEAD~1:");
            assertThat(checkout.notes()).isEmpty();
        }
        assertThat(temporary).doesNotExist();
    }

    /** Their directories are there, since definitions may name them. */
    @Test
    void filesOfBuildContextsAreNotWritten() throws Exception {
        files.with("images/app/src/main.go", "x")
                .with("common/file", "x")
                .with("images/app/image.yml", "template: odd\ntags: [{name: '1'}]\n")
                .with("images/app/odd", "{#include ./more /}")
                .with("images/app/more.tmpl", "{#include ./most /}")
                .with("images/app/most", "end");
        repository.commit("x");

        try (Checkout checkout = checkout("HEAD")) {
            assertThat(written(checkout))
                    .containsOnlyKeys(
                            "images/app/Dockerfile",
                            "images/app/image.yml",
                            "images/app/odd",
                            "images/app/more.tmpl",
                            "images/app/most");
            assertThat(checkout.directory().resolve("images/app/src")).isDirectory();
            assertThat(checkout.directory().resolve("common")).isDirectory();
        }
    }

    @Test
    void namesAndContentsAreBytes() throws Exception {
        byte[] content = {'a', '\r', '\n', (byte) 0xFF, 0, '\n'};
        files.with("images/gr\u00FC\u00DF e/Dockerfile", content).with("images/a\nb/Dockerfile", "1");
        Path latin1 = PathText.of("images/gr\u00FC\u00DF".getBytes(StandardCharsets.ISO_8859_1));
        Files.createDirectories(repository.directory().resolve(latin1));
        Files.write(repository.directory().resolve(latin1).resolve("Dockerfile"), content);
        repository.commit("x");

        try (Checkout checkout = checkout("main")) {
            assertThat(written(checkout))
                    .containsEntry("images/gr\u00C3\u00BC\u00C3\u009F e/Dockerfile", "a\r\n\u00FF\0\n")
                    .containsEntry("images/gr\u00FC\u00DF/Dockerfile", "a\r\n\u00FF\0\n")
                    .containsEntry("images/a\nb/Dockerfile", "1");
        }
    }

    @Test
    void linksAreLinks() throws Exception {
        files.with("shared/docker.txt", "FROM shared\n");
        Path images = repository.directory().resolve("images");
        Files.createSymbolicLink(images.resolve("app/Dockerfile.slim.tmpl"), Path.of("../../shared/docker.txt"));
        Files.createSymbolicLink(images.resolve("linked"), Path.of("../shared"));
        Files.createSymbolicLink(images.resolve("passwd"), Path.of("/etc/passwd"));
        repository.commit("x");

        try (Checkout checkout = checkout("HEAD")) {
            assertThat(written(checkout))
                    .containsEntry("images/app/Dockerfile.slim.tmpl", "-> ../../shared/docker.txt")
                    .containsEntry("images/linked", "-> ../shared")
                    .containsEntry("images/passwd", "-> /etc/passwd")
                    .containsEntry("shared/docker.txt", "FROM shared\n");
        }
    }

    @Test
    void aFileThatIsTooLargeStaysTooLarge() throws Exception {
        files.with("images/app/Dockerfile", new byte[5 << 20]).with("images/b/Dockerfile", "FROM b\n");
        repository.commit("x");

        try (Checkout checkout = checkout("HEAD")) {
            assertThat(Files.size(checkout.directory().resolve("images/app/Dockerfile")))
                    .isEqualTo((4 << 20) + 1);
            assertThat(checkout.directory().resolve("images/b/Dockerfile")).hasContent("FROM b\n");
        }
    }

    /** What git does when it writes a working tree or an archive is not done: programs could be run, and files left out. */
    @Test
    void attributesHooksAndSettingsOfTheRepositoryHaveNoEffect() throws Exception {
        files.with("images/app/Dockerfile", "FROM $Format:%H$\n# $Id$\n")
                .with("templates/left-out", "x\n")
                .with(
                        ".gitattributes",
                        "* filter=evil diff=evil text eol=crlf ident export-subst\ntemplates export-ignore\n"
                                + "templates/** export-ignore\n");
        String commit = repository.commit("x");
        Path ran = directory.resolve("ran");
        Path script = directory.resolve("script");
        Files.writeString(script, "#!/bin/sh\necho ran >>'" + ran + "'\ncat\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        for (String setting : List.of(
                "filter.evil.smudge",
                "filter.evil.clean",
                "diff.evil.textconv",
                "diff.external",
                "core.fsmonitor",
                "core.pager",
                "core.sshCommand",
                "core.editor")) {
            repository.git("config", setting, script.toString());
        }
        repository.git("config", "core.hooksPath", directory.toString());
        Files.copy(script, directory.resolve("post-index-change"));

        try (Checkout checkout = checkout(commit)) {
            assertThat(written(checkout))
                    .containsEntry("images/app/Dockerfile", "FROM $Format:%H$\n# $Id$\n")
                    .containsEntry("templates/left-out", "x\n");
        }
        assertThat(ran).doesNotExist();
    }

    /** A partial clone downloads what it lacks, from where its configuration says and with the program that this names. */
    @Test
    void nothingIsDownloaded() throws Exception {
        files.with("images/app/Dockerfile", "FROM one\n");
        repository.commit("one");
        files.with("images/app/Dockerfile", "FROM two\n");
        repository.commit("two");
        repository.git("config", "uploadpack.allowFilter", "true");
        repository.git("clone", "-q", "--filter=blob:none", "file://" + repository.directory(), "../partial");
        TestRepository partial = new TestRepository(directory.resolve("partial"));
        Path ran = directory.resolve("ran");
        Path script = directory.resolve("upload-pack");
        Files.writeString(script, "#!/bin/sh\necho ran >>'" + ran + "'\nexec git-upload-pack \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        partial.git("config", "remote.origin.uploadpack", script.toString());
        partial.git("config", "protocol.allow", "always");

        checkout(partial.directory(), "HEAD").close();
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> checkout(partial.directory(), "HEAD~1"))
                .withMessageContaining("which is a partial one (clone the repository without --filter");
        assertThat(ran).doesNotExist();

        partial.git("cat-file", "-p", "HEAD~1:images/app/Dockerfile");
        assertThat(ran).as("this is how it would have been called").exists();
    }

    @Test
    void aFleetInASubdirectoryIsReadAlone() throws Exception {
        TestFleet.small(repository.directory().resolve("fle ets/\u00E4")).with("templates/x", "y");
        repository.commit("x");
        Path fleet = repository.directory().resolve("fle ets/\u00E4");

        try (Checkout checkout = checkout(fleet, "HEAD")) {
            assertThat(written(checkout))
                    .containsOnlyKeys("images/app/Dockerfile", "images/app/image.yml", "templates/x");
            assertThat(checkout.place()).isEqualTo("HEAD:fle ets/\u00E4/");
        }
    }

    @Test
    void aDirectoryThatWasNotThereIsEmpty() throws Exception {
        files.with("later", "a file");
        repository.commit("x");
        files.without("later").with("later/images/x", "");

        try (Checkout checkout = checkout(repository.directory().resolve("later"), "HEAD")) {
            assertThat(checkout.directory()).isEmptyDirectory();
        }
        Files.createDirectories(repository.directory().resolve("new*"));
        try (Checkout checkout = checkout(repository.directory().resolve("new*"), "HEAD")) {
            assertThat(checkout.directory()).isEmptyDirectory();
        }
    }

    @Test
    void aSubmoduleIsNoted() throws Exception {
        String commit = repository.commit("x");
        repository.git("update-index", "--add", "--cacheinfo", "160000," + commit + ",images/module");
        repository.git("update-index", "--add", "--cacheinfo", "160000," + commit + ",elsewhere");
        repository.git("commit", "-q", "-m", "module");

        try (Checkout checkout = checkout("HEAD")) {
            assertThat(checkout.notes())
                    .extracting(Problem::toString)
                    .containsExactly("HEAD:images/module: this is a submodule, whose files are not part of the revision"
                            + " (definitions and templates in it count as missing)");
            assertThat(checkout.directory().resolve("images/module")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nope | there is no revision 'nope' in the repository of | use a commit, a branch or a tag",
                "HEAD~1 | there is no revision 'HEAD~1' in the repository of | use a commit, a branch or a tag",
                "HEAD^{tree} | 'HEAD^{tree}' is not a commit | use the name of a commit, a branch or a tag",
                "^HEAD | there is no revision '^HEAD' in the repository of | use a commit",
                "main..HEAD | 'main..HEAD' is not a revision | separate two revisions with a space",
                "main...HEAD | 'main...HEAD' is not a revision | 'git merge-base A B'",
            })
    void whatIsNoCommitIsSaid(String revision, String message, String hint) {
        repository.commit("x");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> checkout(revision))
                .withMessageContaining(message)
                .withMessageContaining(hint);
    }

    @ParameterizedTest
    @CsvSource({"HEAD", "main", "v1", "v1^{}", "HEAD@{0}", ":/first", "main~0^0"})
    void aCommitHasManyNames(String revision) throws Exception {
        String commit = repository.commit("first");
        repository.git("tag", "-a", "-m", "x", "v1");

        try (Checkout checkout = checkout(revision)) {
            assertThat(checkout.commit()).isEqualTo(commit);
        }
    }

    @Test
    void anAmbiguousNameIsNoted() throws Exception {
        repository.commit("x");
        repository.git("tag", "main");

        try (Checkout checkout = checkout("main")) {
            assertThat(checkout.notes())
                    .extracting(Problem::message)
                    .containsExactly("git says about main: refname 'main' is ambiguous.");
        }
    }

    @Test
    void whereThereIsNoRepositoryThatIsSaid() throws IOException {
        Path plain = Files.createDirectories(directory.resolve("plain"));

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> checkout(plain, "HEAD"))
                .withMessageContaining(plain + " is not in a git repository");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> checkout(directory.resolve("nowhere"), "HEAD"))
                .withMessageContaining("there is no directory");
    }

    /** Files of a fleet can look like a repository whose "main" shows what its author wants. */
    @Test
    void aDirectoryThatLooksLikeABareRepositoryIsNone() {
        repository.commit("x");
        repository.git("clone", "-q", "--bare", ".", "fleet");

        for (String inside : List.of("fleet", ".git")) {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> checkout(repository.directory().resolve(inside), "HEAD"))
                    .withMessageContaining("is not in the working tree of a git repository");
        }
    }

    @Test
    void aRepositoryOfSomebodyElseIsSaidWithTheRemedyOfGit() {
        Answer answer = new Answer(
                128,
                List.of(),
                List.of("fatal: detected dubious ownership in repository at '/a b'", "To add an exception …"));

        assertThat(GitProgram.failure(directory, answer))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "git does not read the repository /a b, since it belongs to another user (if you trust it: git"
                                + " config --global --add safe.directory '/a b')");
    }

    private static void entry(ByteArrayOutputStream tree, String mode, String name, String id) {
        tree.writeBytes((mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < id.length(); i += 2) {
            tree.write(Integer.parseInt(id.substring(i, i + 2), 16));
        }
    }

    private String commitOf(ByteArrayOutputStream tree) {
        String id = repository.git(tree.toByteArray(), "hash-object", "-t", "tree", "-w", "--stdin", "--literally");
        return repository.git("commit-tree", "-m", "x", id);
    }

    /** Git would write through the link. */
    @Test
    void nothingIsWrittenOutsideTheDirectory() {
        String file = repository.git("text".getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
        Path outside = directory.resolve("outside");
        String link =
                repository.git(outside.toString().getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        entry(inner, "100644", "Dockerfile", file);
        String innerId = repository.git(inner.toByteArray(), "hash-object", "-t", "tree", "-w", "--stdin");
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        entry(twice, "120000", "images", link);
        entry(twice, "40000", "images", innerId);
        ByteArrayOutputStream above = new ByteArrayOutputStream();
        entry(above, "40000", "..", innerId);
        String first = commitOf(twice);
        String second = commitOf(above);

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> checkout(first))
                .withMessageContaining("two files of the revision have the same name here: " + first + ":images");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> checkout(second))
                .withMessageContaining("the repository has a malformed tree at " + second + ":: ../Dockerfile");
        assertThat(outside).doesNotExist();
    }

    /** The same directory in itself, again and again: few bytes, and a list of files that does not end. */
    @Test
    void aTreeThatGrowsWithoutEndIsGivenUp() {
        String tree = repository.git("hash-object", "-w", "--stdin");
        ByteArrayOutputStream leaf = new ByteArrayOutputStream();
        entry(leaf, "100644", "a", tree);
        entry(leaf, "100644", "b", tree);
        String id = repository.git(leaf.toByteArray(), "hash-object", "-t", "tree", "-w", "--stdin");
        for (int i = 0; i < 40; i++) {
            ByteArrayOutputStream level = new ByteArrayOutputStream();
            entry(level, "40000", "a", id);
            entry(level, "40000", "b", id);
            id = repository.git(level.toByteArray(), "hash-object", "-t", "tree", "-w", "--stdin");
        }
        String commit = repository.git("commit-tree", "-m", "x", id);

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> checkout(commit))
                .withMessageContaining(commit + ": has more than 200000 directories");
    }
}
