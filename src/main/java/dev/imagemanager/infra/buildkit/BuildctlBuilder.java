package dev.imagemanager.infra.buildkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.config.Entitlement;
import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.credentials.UnreadableAccountsException;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.http.Backoff;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.BuilderProvenance;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.build.ImageBuilder.Builder;
import dev.imagemanager.pipeline.build.ImageBuilder.Built;
import dev.imagemanager.pipeline.build.ImageBuilder.CacheFailure;
import dev.imagemanager.pipeline.build.ImageBuilder.EntitlementException;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.pipeline.build.ImageBuilder.Log;
import dev.imagemanager.pipeline.build.ImageBuilder.Request;
import dev.imagemanager.pipeline.cache.CacheUse;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.TooSlowException;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds with one BuildKit daemon, using buildctl. */
record BuildctlBuilder(
        ProcessRunner processes,
        RegistryAccounts accounts,
        StateDirectories states,
        Buildctl buildctl,
        Backoff backoff,
        Starts starts,
        Identity identity)
        implements Builder {

    /** A limit that is used up is exceeded, not missing. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final Pattern WANTS_LOGIN = Pattern.compile("401 Unauthorized|403 Forbidden|authorization failed");
    /** {@code entitlements.Set.Allowed} of BuildKit refuses in these words. */
    private static final Pattern REFUSED_ENTITLEMENT =
            Pattern.compile("\\b(network\\.host|security\\.insecure) is not allowed");

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Built build(Request request, Log log) throws InterruptedException {
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            if (request.archive().isEmpty()) {
                return build(request, Optional.empty(), work, log);
            }
            try (AtomicFile archive = AtomicFile.replacing(request.archive().get())) {
                Built built = build(request, Optional.of(archive.partial()), work, log);
                Files.setPosixFilePermissions(archive.partial(), PosixFilePermissions.fromString("rw-r--r--"));
                archive.commit();
                return built;
            }
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write the files of the build of " + request.target() + ": "
                                    + FailureReason.of(failure))
                            .withHint("check the free space and the permissions of "
                                    + request.archive()
                                            .map(file -> file.getParent().toString())
                                            .orElse("the directory for temporary files")),
                    failure);
        }
    }

    private Built build(Request request, Optional<Path> archive, TemporaryDirectory work, Log log)
            throws IOException, InterruptedException {
        Path context = Files.isDirectory(request.context().path())
                ? request.context().path()
                : Files.createDirectory(work.resolve("empty-context"));
        SolveFiles files = new SolveFiles(
                context,
                archive,
                work.resolve("metadata.json"),
                request.wantsProvenance() ? Optional.of(work.resolve("ref")) : Optional.empty());
        Map<String, String> credentials = credentials(request, work.path());
        long start = System.nanoTime();
        Solve solve = solve(request, files, credentials, start, log);
        Optional<CacheFailure> cacheFailure =
                solve.progress().cacheError().map(error -> LayerCacheErrors.describe(error, buildctl.address()));
        if (solve.exitCode() != 0 && LayerCacheErrors.isLayerMissing(imports(request), solve.progress())) {
            cacheFailure = Optional.of(LayerCacheErrors.missingLayer(solve.progress()));
            log.add("layers cannot be loaded from the layer cache; building again without it");
            solve = solve(withoutImports(request), files, credentials, start, log);
        }
        Request repeated =
                cacheFailure.filter(CacheFailure::isIncomplete).isPresent() ? withoutImports(request) : request;
        for (int attempt = 1; solve.exitCode() != 0; attempt++) {
            Optional<Duration> wait =
                    solve.progress().wholeError().filter(RequestErrors::mayPass).isPresent()
                            ? backoff.next(attempt, Optional.empty())
                            : Optional.empty();
            if (wait.isEmpty()) {
                throw failure(request, solve.progress());
            }
            log.add("a request failed, which may pass; trying again in "
                    + wait.get().toMillis() + " ms (attempt " + (attempt + 1) + " of " + Backoff.attempts() + ")");
            backoff.pause(wait.get());
            solve = solve(repeated, files, credentials, start, log);
        }
        return new Built(digest(request, files.metadata()), cacheFailure, provenance(files, log));
    }

    /** The image is complete without one. */
    private Optional<BuilderProvenance> provenance(SolveFiles files, Log log) throws IOException, InterruptedException {
        if (files.reference().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BuildHistory(processes, buildctl)
                    .provenance(Files.readString(files.reference().get()).strip()));
        } catch (BuildHistory.UnavailableException unavailable) {
            log.warn("the provenance of the image will not have what BuildKit says: " + unavailable.getMessage());
            return Optional.empty();
        }
    }

    /** Reads {@code containerimage.digest} in buildctl's metadata file (BuildKit documentation, "Metadata"). */
    private Digest digest(Request request, Path metadata) throws IOException {
        String written =
                JSON.readTree(metadata.toFile()).path("containerimage.digest").asText();
        return Digest.find(written)
                .orElseThrow(() -> new EnvironmentException(
                        Problem.error("the build of " + request.target() + " failed: the BuildKit daemon at "
                                        + buildctl.address() + " did not return the image's digest")
                                .withHint("use BuildKit 0.12 or later")));
    }

    private record Solve(int exitCode, SolveProgress progress) {}

    /** Writes the credentials for registries to a directory. Returns the variables with which buildctl finds them. */
    private Map<String, String> credentials(Request request, Path directory) throws IOException, InterruptedException {
        try {
            return accounts.writeCopy(directory, request.registries(), aliases(request)::seen)
                    ? Map.of(DockerConfig.VARIABLE, directory.toString())
                    : Map.of();
        } catch (UnreadableAccountsException malformed) {
            throw new EnvironmentException(
                    Problem.error("the build of " + request.target() + " failed: " + malformed.getMessage())
                            .withHint("correct the file, or set " + DockerConfig.VARIABLE + " to another directory"));
        }
    }

    private Solve solve(Request request, SolveFiles files, Map<String, String> variables, long start, Log log)
            throws IOException, InterruptedException {
        SolveProgress progress = new SolveProgress(log);
        Duration left = request.timeLimit().minus(Duration.ofNanos(System.nanoTime() - start));
        ProcessCommand command = ProcessCommand.of(
                        left.compareTo(SHORTEST) < 0 ? SHORTEST : left,
                        buildctl.command(BuildctlArguments.of(request, aliases(request), files)))
                .passing(variables(request))
                .with(variables);
        int exitCode;
        try (Starts.Start starting = starts.next(request.order())) {
            exitCode = processes.run(command, log::add, line -> {
                starting.end();
                progress.read(line);
            });
        } catch (TooSlowException tooSlow) {
            throw new TimeLimitException(progress.runningStep(), progress.lastLinesOfRunningStep());
        }
        progress.finish();
        return new Solve(exitCode, progress);
    }

    /** Returns the variables for buildctl, which reads the values of secrets itself. */
    private PassedVariables variables(Request request) {
        List<String> named = new ArrayList<>();
        for (Definition.Secret secret : request.options().secrets()) {
            if (secret instanceof Definition.EnvironmentSecret fromEnvironment) {
                named.add(fromEnvironment.variable());
            }
        }
        if (!request.options().ssh().isEmpty()) {
            named.add("SSH_AUTH_SOCK");
        }
        return buildctl.variables().and(named);
    }

    private static List<String> imports(Request request) {
        return request.layerCache().map(CacheUse::imports).orElse(List.of());
    }

    private static Request withoutImports(Request request) {
        return request.with(request.layerCache().map(CacheUse::withoutImports));
    }

    private HostAliases aliases(Request request) {
        return HostAliases.read(states.of(request.fleetDirectory()).of(ServiceName.BUILDKITD), buildctl.address());
    }

    private RuntimeException failure(Request request, SolveProgress progress) {
        String error = progress.error();
        Matcher refusal = REFUSED_ENTITLEMENT.matcher(error);
        Optional<Entitlement> refused = refusal.find() ? Entitlement.find(refusal.group(1)) : Optional.empty();
        if (refused.isPresent()) {
            return request.options().entitlements().containsKey(refused.get())
                    ? environment(
                            request,
                            progress,
                            "the BuildKit daemon at " + buildctl.address() + " does not allow " + refused.get(),
                            "start it with --allow-insecure-entitlement " + refused.get()
                                    + ", or name it under insecure-entitlements in its buildkitd.toml")
                    : new EntitlementException(refused.get());
        }
        if (error.contains("no space left on device")) {
            return environment(
                    request,
                    progress,
                    "no space is left on the disk: " + error,
                    request.archive()
                                    .filter(archive -> error.contains(archive.toString()))
                                    .isPresent()
                            ? "free space for archives: 'image-manager clean' removes what builds left in dist"
                            : "free space for the builder's cache: 'buildctl --addr " + buildctl.address()
                                    + " prune' removes what no build uses");
        }
        if (error.contains("error getting credentials")) {
            return environment(
                    request,
                    progress,
                    error,
                    "a credential helper failed: what it said is above and in the log; 'image-manager doctor' asks it"
                            + " again");
        }
        if (error.contains("failed to push")
                || error.contains("failed to do request")
                || progress.wholeError().filter(RequestErrors::mayPass).isPresent()) {
            return environment(
                    request,
                    progress,
                    error,
                    WANTS_LOGIN.matcher(error).find()
                            ? "credentials are missing or wrong: run 'docker login' for that registry, or set its"
                                    + " username and password under 'registries' in .image-manager.yml"
                            : "check that the registry responds and that you have access to it");
        }
        if (error.contains("error reading from server")
                || error.contains("transport is closing")
                || error.contains("connection error")
                || error.contains("rpc error: code = Unavailable")) {
            return new UnreachableException(
                    problem(
                            request,
                            progress,
                            "the connection to the BuildKit daemon at " + buildctl.address() + " was lost: " + error,
                            "see its log ('image-manager services logs buildkitd' if image-manager started it) and"
                                    + " repeat the command"),
                    error);
        }
        return new BuildFailedException(error, progress.failedStep(), progress.lastLines(), progress.dockerfileLine());
    }

    private static EnvironmentException environment(
            Request request, SolveProgress progress, String reason, String hint) {
        return new EnvironmentException(problem(request, progress, reason, hint));
    }

    private static Problem problem(Request request, SolveProgress progress, String reason, String hint) {
        Problem problem = Problem.error("the build of " + request.target() + " failed: " + reason)
                .withHint(hint);
        return progress.dockerfileLine() == 0
                ? problem
                : problem.at(
                        new SourceLocation(OutputPaths.dockerfile(request.target()), progress.dockerfileLine(), 0));
    }
}
