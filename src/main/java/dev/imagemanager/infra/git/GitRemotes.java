package dev.imagemanager.infra.git;

import dev.imagemanager.dockerfile.RemoteSource;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.http.PublicNetwork;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.pipeline.build.RemoteRepositories;
import dev.imagemanager.pipeline.build.RemoteVersion;
import dev.imagemanager.problem.EnvironmentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks git repositories with {@code git ls-remote}, and chooses among the references of the same name as BuildKit does ({@code
 * source/git}). Nothing is read of the settings of the user and of the fleet's own repository, as BuildKit does not either:
 * no other addresses, no helpers for credentials. Nobody is asked for a password.
 */
@Singleton
public final class GitRemotes implements RemoteRepositories {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final PassedVariables VARIABLES = PassedVariables.USUAL.and(List.of(
            "SSH_AUTH_SOCK",
            "HTTPS_PROXY",
            "https_proxy",
            "http_proxy",
            "ALL_PROXY",
            "all_proxy",
            "NO_PROXY",
            "no_proxy",
            "GIT_SSL_CAINFO",
            "GIT_SSL_CAPATH"));

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("GIT_DIR", "/dev/null"),
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_ASKPASS", ""),
            Map.entry("SSH_ASKPASS", ""),
            Map.entry("SSH_ASKPASS_REQUIRE", "never"),
            Map.entry("GIT_SSH_VARIANT", "ssh"),
            Map.entry(
                    "GIT_SSH_COMMAND",
                    "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ClearAllForwardings=yes -o ForwardAgent=no"),
            Map.entry("LC_ALL", "C"));

    private static final String USUAL_PROTOCOLS = "https:http:ssh:git";
    private static final String PROTOCOLS_OF_STRANGERS = "https:http";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern PREFIX = Pattern.compile("^(fatal|error|remote): ");
    private static final String DEFAULT_BRANCH = "HEAD";
    private static final int MOST_LINES = 20;
    private static final int LONGEST = 200;

    private final ProcessRunner processes;
    private final Executables executables;
    private final OutgoingHttp.Destinations ofStrangers;
    private final String protocols;

    @Inject
    public GitRemotes(ProcessRunner processes, Executables executables, PublicNetwork ofStrangers) {
        this(processes, executables, ofStrangers, USUAL_PROTOCOLS);
    }

    /**
     * @param ofStrangers which servers are asked for fleets that are not trusted
     * @param protocols for fleets that are trusted, as {@code GIT_ALLOW_PROTOCOL} has them
     */
    GitRemotes(
            ProcessRunner processes, Executables executables, OutgoingHttp.Destinations ofStrangers, String protocols) {
        this.processes = processes;
        this.executables = executables;
        this.ofStrangers = ofStrangers;
        this.protocols = protocols;
    }

    @Override
    public RemoteVersion commit(RemoteSource.Git source, boolean isTrusted) throws InterruptedException {
        Optional<String> refusal = isTrusted ? refusal(source) : refusal(source).or(() -> refusalOfStranger(source));
        if (refusal.isPresent()) {
            return new RemoteVersion.Unknown(refusal.get());
        }
        Optional<Path> git = executables.find("git");
        return git.isPresent()
                ? ask(git.get(), source, isTrusted)
                : new RemoteVersion.Unknown("git is not on the PATH");
    }

    /** Arguments of programs can be seen by all users of the machine. */
    private static Optional<String> refusal(RemoteSource.Git source) {
        if (source.host().startsWith("-")) {
            return Optional.of("its host is not valid");
        }
        return isWithAccount(source) ? Optional.of("its address contains credentials") : Optional.empty();
    }

    private static boolean isWithAccount(RemoteSource.Git source) {
        String[] parts = source.repository().split("://", 2);
        if (parts.length < 2) {
            return false;
        }
        String[] account = parts[1].split("/", 2)[0].split("@", 2);
        return account.length == 2 && (source.scheme().startsWith("http") || account[0].contains(":"));
    }

    private Optional<String> refusalOfStranger(RemoteSource.Git source) {
        if (!source.scheme().startsWith("http")) {
            return Optional.of("the fleet is not trusted, and the address is not one of HTTP");
        }
        try {
            ofStrangers.require(URI.create(source.repository()));
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    private RemoteVersion ask(Path git, RemoteSource.Git source, boolean isTrusted) throws InterruptedException {
        String name = source.reference().orElse(DEFAULT_BRANCH);
        List<String> command = new ArrayList<>(List.of(git.toString(), "-c", "credential.helper="));
        if (!isTrusted) {
            command.addAll(List.of("-c", "http.followRedirects=false"));
        }
        command.addAll(List.of("ls-remote", "--", source.repository(), name, name + "^{}"));
        References references = new References(name);
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        try {
            int exitCode = processes.run(
                    ProcessCommand.of(LIMIT, command)
                            .passing(VARIABLES)
                            .with(SETTINGS)
                            .with("GIT_ALLOW_PROTOCOL", isTrusted ? protocols : PROTOCOLS_OF_STRANGERS),
                    references::read,
                    line -> {
                        if (errors.size() < MOST_LINES) {
                            errors.add(line);
                        }
                    });
            if (exitCode != 0) {
                return new RemoteVersion.Unknown(reason(exitCode, errors));
            }
        } catch (EnvironmentException noAnswer) {
            return new RemoteVersion.Unknown(noAnswer.problems().get(0).message());
        }
        return references
                .chosen()
                .<RemoteVersion>map(RemoteVersion.Known::new)
                .orElseGet(() -> new RemoteVersion.Unknown("the repository has no such branch or tag"));
    }

    /** The references that may be meant. Others are not kept: a server may send any number. */
    private static final class References {

        private final List<String> byPreference;
        private final Map<String, String> ids = Collections.synchronizedMap(new HashMap<>());

        References(String name) {
            byPreference = name.equals(DEFAULT_BRANCH)
                    ? List.of(DEFAULT_BRANCH)
                    : List.of(
                            "refs/" + without("refs/", name),
                            "refs/heads/" + without("refs/heads/", name),
                            "refs/tags/" + without("refs/tags/", name));
        }

        private static String without(String prefix, String name) {
            return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }

        /** @param line commit, tab, reference */
        void read(String line) {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2
                    && byPreference.contains(parts[1])
                    && ID.matcher(parts[0]).matches()) {
                ids.put(parts[1], parts[0]);
            }
        }

        Optional<String> chosen() {
            return byPreference.stream().filter(ids::containsKey).map(ids::get).findFirst();
        }
    }

    private static String reason(int exitCode, List<String> errors) {
        return errors.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("warning: "))
                .map(line -> PREFIX.matcher(line.strip()).replaceFirst(""))
                .map(GitRemotes::shown)
                .findFirst()
                .map(line -> "git says: " + line)
                .orElse("git ended with exit code " + exitCode);
    }

    /** A server can have its own text shown. */
    private static String shown(String line) {
        StringBuilder shown = new StringBuilder();
        line.codePoints()
                .filter(character -> !Character.isISOControl(character))
                .limit(LONGEST)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
