package dev.imagemanager.infra.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestRepository;
import dev.imagemanager.pipeline.build.CommitTimes.CommitTime;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTimesTest {

    @TempDir
    Path directory;

    private static CommitTime timeIn(Path fleet) throws InterruptedException {
        return new GitCommitTimes(TestGit.program()).ofHead(fleet);
    }

    @Test
    void theTimeIsThatOfTheCommitterAndNotInTheMessage() throws InterruptedException {
        TestRepository repository = TestRepository.init(directory.resolve("fleet"));
        repository.git("commit", "-q", "--allow-empty", "-m", "x\n\ncommitter a <b> 1 +0000");
        String written = repository.git("log", "-1", "--format=%ct");

        assertThat(timeIn(repository.directory()))
                .isEqualTo(new CommitTime.Known(Instant.ofEpochSecond(Long.parseLong(written))));
    }

    /** {@code git log} would run this program to check signatures. */
    @Test
    void nothingThatTheRepositoryConfiguresIsRun() throws InterruptedException {
        TestRepository repository = TestRepository.init(directory.resolve("fleet"));
        repository.git("commit", "-q", "--allow-empty", "-m", "x");
        repository.git("config", "log.showSignature", "true");
        repository.git("config", "gpg.program", "touch " + directory.resolve("run"));

        assertThat(timeIn(repository.directory())).isInstanceOf(CommitTime.Known.class);
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void withoutARepositoryOrACommitThereIsAReason() throws InterruptedException {
        assertThat(timeIn(directory)).isEqualTo(new CommitTime.Unknown(directory + " is not in a git repository"));
        TestRepository empty = TestRepository.init(directory.resolve("empty"));
        assertThat(timeIn(empty.directory())).isInstanceOf(CommitTime.Unknown.class);
    }
}
