package dev.imagemanager.infra.git;

import dev.imagemanager.infra.git.GitProgram.Answer;
import dev.imagemanager.pipeline.attest.FleetSource;
import dev.imagemanager.pipeline.attest.FleetSources;
import dev.imagemanager.problem.EnvironmentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Reads with {@code git} which commit is checked out, and where the repository was cloned from. */
@Singleton
public final class GitFleetSources implements FleetSources {

    private static final Logger LOG = Logger.getLogger(GitFleetSources.class);

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** An address, without account and port (git-clone(1), "GIT URLS"). */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:(?:https?|ssh|git)://(?:[^/@]*@)?(?<host>[A-Za-z0-9.-]+)(?::[0-9]+)?/|(?:[^/@:]+@)?(?<scpHost>[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+):)"
                    + "(?<path>[A-Za-z0-9._~/-]+?)(?:\\.git)?/?");

    private final GitProgram git;

    @Inject
    public GitFleetSources(GitProgram git) {
        this.git = git;
    }

    @Override
    public Optional<FleetSource> of(Path fleetDirectory) throws InterruptedException {
        try {
            Optional<String> commit = first(git.ask(fleetDirectory, "rev-parse", "--verify", "HEAD^{commit}"))
                    .filter(text -> COMMIT.matcher(text).matches());
            if (commit.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new FleetSource(
                    commit.get(),
                    first(git.ask(fleetDirectory, "config", "--get", "remote.origin.url"))
                            .flatMap(GitFleetSources::address)));
        } catch (EnvironmentException noGit) {
            LOG.debug("the repository of the fleet cannot be read", noGit);
            return Optional.empty();
        }
    }

    private static Optional<String> first(Answer answer) {
        return answer.isSuccess() ? answer.output().stream().findFirst() : Optional.empty();
    }

    /** Returns the address of a repository in one form, however it was cloned. A path of this machine is none. */
    static Optional<String> address(String written) {
        Matcher address = ADDRESS.matcher(written);
        if (!address.matches()) {
            return Optional.empty();
        }
        String host = Optional.ofNullable(address.group("host")).orElse(address.group("scpHost"));
        return Optional.of("https://" + host + "/" + address.group("path"));
    }
}
