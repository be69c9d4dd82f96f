package dev.imagemanager.infra.git;

import dev.imagemanager.infra.git.GitProgram.Answer;
import dev.imagemanager.pipeline.build.CommitTimes;
import dev.imagemanager.problem.EnvironmentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the time of the commit that is checked out with {@code git}. */
@Singleton
public final class GitCommitTimes implements CommitTimes {

    /** git-commit-tree(1): {@code committer Name <address> seconds +0100}. */
    private static final Pattern COMMITTER = Pattern.compile("committer .*> ([0-9]{1,11}) [+-][0-9]{4}");

    private final GitProgram git;

    @Inject
    public GitCommitTimes(GitProgram git) {
        this.git = git;
    }

    /** Reads the object: {@code git log} runs programs that the repository configures, to check signatures. */
    @Override
    public CommitTime ofHead(Path fleetDirectory) throws InterruptedException {
        Answer answer;
        try {
            answer = git.ask(fleetDirectory, "cat-file", "commit", "HEAD");
        } catch (EnvironmentException noGit) {
            return new CommitTime.Unknown(noGit.problems().get(0).message());
        }
        if (!answer.isSuccess()) {
            return new CommitTime.Unknown(
                    GitProgram.failure(fleetDirectory, answer).problems().get(0).message());
        }
        return answer.output().stream()
                .takeWhile(line -> !line.isEmpty())
                .map(COMMITTER::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .<CommitTime>map(found -> new CommitTime.Known(Instant.ofEpochSecond(Long.parseLong(found.group(1)))))
                .orElseGet(() -> new CommitTime.Unknown("the commit has no time"));
    }
}
