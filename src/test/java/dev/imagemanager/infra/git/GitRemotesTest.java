package dev.imagemanager.infra.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestRepository;
import dev.imagemanager.dockerfile.RemoteSource;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.tool.ToolCache;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.pipeline.build.RemoteVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitRemotesTest {

    @TempDir
    Path directory;

    private GitRemotes remotes(String path, OutgoingHttp.Destinations ofStrangers, String protocols) {
        FakeEnvironment environment = new FakeEnvironment().with("PATH", path);
        return new GitRemotes(
                new ProcessRunner(),
                new Executables(environment, new ToolCache(environment, new ToolCatalog())),
                ofStrangers,
                protocols);
    }

    private static RemoteSource.Git source(String repository, String scheme, String host, String reference) {
        return new RemoteSource.Git(repository, scheme, host, Optional.ofNullable(reference), 1, false);
    }

    private static RemoteVersion unknown(String reason) {
        return new RemoteVersion.Unknown(reason);
    }

    private RemoteVersion ofRepository(Path repository, String reference) throws InterruptedException {
        return remotes(System.getenv("PATH"), OutgoingHttp.Destinations.ALL, "file")
                .commit(source("file://" + repository, "file", "", reference), true);
    }

    @Test
    void theCommitOfAReferenceIsTheOneThatBuildKitTakes() throws InterruptedException {
        TestRepository repository = TestRepository.init(directory.resolve("repository"));
        String first = repository.commit("first");
        repository.git("branch", "both");
        repository.git("branch", "feature/one");
        String second = repository.commit("second");
        repository.git("tag", "both");
        repository.git("tag", "-a", "-m", "text", "v1");
        String tag = repository.git("rev-parse", "v1").strip();

        assertThat(ofRepository(repository.directory(), null)).isEqualTo(new RemoteVersion.Known(second));
        assertThat(ofRepository(repository.directory(), "both"))
                .as("a branch goes before a tag")
                .isEqualTo(new RemoteVersion.Known(first));
        assertThat(ofRepository(repository.directory(), "refs/tags/both")).isEqualTo(new RemoteVersion.Known(second));
        assertThat(ofRepository(repository.directory(), "tags/both")).isEqualTo(new RemoteVersion.Known(second));
        assertThat(ofRepository(repository.directory(), "feature/one")).isEqualTo(new RemoteVersion.Known(first));
        assertThat(ofRepository(repository.directory(), "v1")).isEqualTo(new RemoteVersion.Known(tag));
        for (String none : List.of("one", "nothing", first.substring(0, 8), "--upload-pack=touch x")) {
            assertThat(ofRepository(repository.directory(), none))
                    .as(none)
                    .isEqualTo(unknown("the repository has no such branch or tag"));
        }
    }

    @Test
    void whatGitSaysIsTheReason() throws InterruptedException {
        assertThat(ofRepository(directory.resolve("nothing"), "main"))
                .isEqualTo(unknown(
                        "git says: '" + directory.resolve("nothing") + "' does not appear to be a git repository"));
    }

    @Test
    void onlyUsualProtocolsAreUsed() throws InterruptedException {
        TestRepository repository = TestRepository.init(directory.resolve("repository"));
        repository.commit("first");

        assertThat(remotes(System.getenv("PATH"), OutgoingHttp.Destinations.ALL, "https:http:ssh:git")
                        .commit(source("file://" + repository.directory(), "file", "", "main"), true))
                .isEqualTo(unknown("git says: transport 'file' not allowed"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:password@example.com/a.git, https, example.com, its address contains credentials",
        "https://token@example.com/a.git, https, example.com, its address contains credentials",
        "ssh://git:password@example.com/a, ssh, example.com, its address contains credentials",
        "git@-oProxyCommand=x:a, ssh, -oProxyCommand=x, its host is not valid",
        "https://example.com/a.git, https, example.com, git is not on the PATH",
        "ssh://git@example.com/a, ssh, example.com, git is not on the PATH",
    })
    void whatIsNotAskedFor(String repository, String scheme, String host, String reason) throws InterruptedException {
        assertThat(remotes("/nowhere", OutgoingHttp.Destinations.ALL, "")
                        .commit(source(repository, scheme, host, null), true))
                .isEqualTo(unknown(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "git://example.com/a, git, example.com, 'the fleet is not trusted, and the address is not one of HTTP'",
        "git@example.com:a, ssh, example.com, 'the fleet is not trusted, and the address is not one of HTTP'",
        "https://localhost/a.git, https, localhost, it is elsewhere",
    })
    void whatIsNotAskedForForAStranger(String repository, String scheme, String host, String reason)
            throws InterruptedException {
        GitRemotes remotes = remotes(
                "/nowhere",
                address -> {
                    throw new IOException("it is elsewhere");
                },
                "");

        assertThat(remotes.commit(source(repository, scheme, host, null), false))
                .isEqualTo(unknown(reason));
    }

    /** With a program in the place of git. */
    @Test
    void nothingOfTheUserIsReadAndNobodyIsAsked() throws IOException, InterruptedException {
        Path git = directory.resolve("git");
        Files.writeString(
                git,
                """
                #!/bin/sh
                cd %s
                printf '%%s\\n' "$@" >arguments
                env >environment
                printf '%%s\\trefs/heads/main\\n' 8c2d1f5e9a7b3c4d6e0f1a2b3c4d5e6f7a8b9c0d
                """
                        .formatted(directory));
        Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
        GitRemotes remotes = remotes(directory.toString(), address -> {}, "https:http:ssh:git");

        assertThat(remotes.commit(source("https://example.com/a.git", "https", "example.com", "main"), false))
                .isEqualTo(new RemoteVersion.Known("8c2d1f5e9a7b3c4d6e0f1a2b3c4d5e6f7a8b9c0d"));
        assertThat(Files.readAllLines(directory.resolve("arguments")))
                .containsExactly(
                        "-c",
                        "credential.helper=",
                        "-c",
                        "http.followRedirects=false",
                        "ls-remote",
                        "--",
                        "https://example.com/a.git",
                        "main",
                        "main^{}");
        assertThat(Files.readAllLines(directory.resolve("environment")))
                .contains(
                        "GIT_TERMINAL_PROMPT=0",
                        "GIT_ALLOW_PROTOCOL=https:http",
                        "GIT_CONFIG_GLOBAL=/dev/null",
                        "GIT_CONFIG_NOSYSTEM=1",
                        "GIT_DIR=/dev/null")
                .noneMatch(line -> line.startsWith("MAVEN"));

        remotes.commit(source("git@example.com:a.git", "ssh", "example.com", null), true);
        assertThat(Files.readAllLines(directory.resolve("arguments")))
                .containsExactly(
                        "-c", "credential.helper=", "ls-remote", "--", "git@example.com:a.git", "HEAD", "HEAD^{}");
        assertThat(Files.readAllLines(directory.resolve("environment")))
                .contains("GIT_ALLOW_PROTOCOL=https:http:ssh:git")
                .anyMatch(line -> line.startsWith("GIT_SSH_COMMAND=ssh -o BatchMode=yes "));
    }
}
