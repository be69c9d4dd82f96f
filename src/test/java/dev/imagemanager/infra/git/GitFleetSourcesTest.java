package dev.imagemanager.infra.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestRepository;
import dev.imagemanager.pipeline.attest.FleetSource;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitFleetSourcesTest {

    @TempDir
    Path directory;

    private static Optional<FleetSource> sourceOf(Path fleet) throws InterruptedException {
        return new GitFleetSources(TestGit.program()).of(fleet);
    }

    @Test
    void itIsTheCommitThatIsCheckedOut() throws InterruptedException {
        TestRepository repository = TestRepository.init(directory.resolve("fleet"));
        assertThat(sourceOf(repository.directory())).as("without a commit").isEmpty();

        String commit = repository.commit("x");
        assertThat(sourceOf(repository.directory())).hasValue(new FleetSource(commit, Optional.empty()));
        repository.git("remote", "add", "origin", "git@github.com:acme/images.git");
        assertThat(sourceOf(repository.directory()))
                .hasValue(new FleetSource(commit, Optional.of("https://github.com/acme/images")));
    }

    @Test
    void withoutARepositoryThereIsNone() throws InterruptedException {
        assertThat(sourceOf(directory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/images, https://github.com/acme/images",
        "https://github.com/acme/images.git, https://github.com/acme/images",
        "https://user:secret@gitlab.example.com:8443/a/b/c.git/, https://gitlab.example.com/a/b/c",
        "https://x-access-token:secret@github.com/acme/images, https://github.com/acme/images",
        "ssh://git@github.com:22/acme/images.git, https://github.com/acme/images",
        "git@github.com:acme/images.git, https://github.com/acme/images",
        "git://git.example.org/images.git, https://git.example.org/images"
    })
    void anAddressHasOneFormAndNoAccount(String written, String address) {
        assertThat(GitFleetSources.address(written)).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/git/images.git",
                "../images",
                "file:///srv/images",
                "C:\\images",
                "",
                "https://",
                "ext::sh -c x"
            })
    void whatIsNoAddressOfAServerIsNone(String written) {
        assertThat(GitFleetSources.address(written)).isEmpty();
    }
}
