package dev.imagemanager.infra.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.http.Backoff;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.TooSlowException;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds images with BuildKit daemons, using buildctl. */
@Singleton
public final class BuildctlImageBuilder implements ImageBuilder {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
    private static final String UNKNOWN_VERSION = "unknown";

    /** {@code buildctl github.com/moby/buildkit v0.26.3 …} */
    private static final Pattern VERSION = Pattern.compile("\\bv[0-9]+\\.[0-9]+\\.[0-9]+\\S*");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessRunner processes;
    private final Executables executables;
    private final RegistryAccounts accounts;
    private final StateDirectories states;
    private final ToolCatalog catalog;
    private final Environment environment;
    private final Starts starts = new Starts();

    @Inject
    public BuildctlImageBuilder(
            ProcessRunner processes,
            Executables executables,
            RegistryAccounts accounts,
            StateDirectories states,
            ToolCatalog catalog,
            Environment environment) {
        this.catalog = catalog;
        this.environment = environment;
        this.states = states;
        this.processes = processes;
        this.executables = executables;
        this.accounts = accounts;
    }

    /**
     * The version of buildctl, since clients and daemons come together, or that of the one that can be installed; and the
     * platform of this machine.
     */
    @Override
    public Identity assumed() throws InterruptedException {
        Optional<Path> buildctl = executables.find("buildctl");
        if (buildctl.isEmpty()) {
            String version = catalog.packageOf("buildctl")
                    .map(tool -> "v" + tool.version())
                    .orElse(UNKNOWN_VERSION);
            return new Identity(version, Platform.ofThisMachine());
        }
        List<String> output = Collections.synchronizedList(new ArrayList<>());
        processes.run(
                ProcessCommand.of(CONNECT_LIMIT, List.of(buildctl.get().toString(), "--version")),
                output::add,
                output::add);
        return new Identity(versionIn(output), Platform.ofThisMachine());
    }

    private static String versionIn(List<String> lines) {
        Matcher version = VERSION.matcher(String.join("\n", lines));
        return version.find() ? version.group() : UNKNOWN_VERSION;
    }

    @Override
    public String origin() {
        String address = environment.variable("BUILDKIT_HOST").orElse("");
        return address + " "
                + executables
                        .find("buildctl")
                        .map(BuildctlImageBuilder::description)
                        .orElse("");
    }

    private static String description(Path program) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(program, BasicFileAttributes.class);
            return program + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toMillis();
        } catch (IOException unreadable) {
            return program.toString();
        }
    }

    @Override
    public Builder connect(BuilderEndpoint endpoint, Path fleetDirectory) throws InterruptedException {
        String address = endpoint.address();
        endpoint.tls().ifPresent(BuildctlImageBuilder::requireFiles);
        Buildctl buildctl = Buildctl.of(
                executables.require("buildctl", "build images"),
                endpoint,
                states.of(fleetDirectory).of(ServiceName.BUILDKITD));
        List<String> output = Collections.synchronizedList(new ArrayList<>());
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode;
        try {
            exitCode = processes.run(
                    ProcessCommand.of(CONNECT_LIMIT, buildctl.command("debug", "workers", "--format", "{{json .}}"))
                            .passing(buildctl.variables()),
                    output::add,
                    errors::add);
        } catch (TooSlowException silent) {
            throw unreachable(address, "no answer within " + CONNECT_LIMIT.toSeconds() + " seconds");
        }
        if (exitCode != 0) {
            String reason = errors.isEmpty() ? "exit code " + exitCode : errors.get(errors.size() - 1);
            throw unreachable(address, withoutPrefix(reason));
        }
        try {
            JsonNode worker = JSON.readTree(String.join("\n", output)).path(0);
            JsonNode platform = worker.path("platforms").path(0);
            return new BuildctlBuilder(
                    processes,
                    accounts,
                    states,
                    buildctl,
                    Backoff.inRealTime(),
                    starts,
                    new Identity(
                            worker.path("buildkitVersion").path("version").asText(UNKNOWN_VERSION),
                            Platform.of(
                                    platform.path("os").asText("linux"),
                                    platform.path("architecture").asText(),
                                    Optional.ofNullable(platform.get("variant")).map(JsonNode::asText))));
        } catch (IOException notUnderstood) {
            throw new EnvironmentException(
                    Problem.error("cannot parse the output of buildctl for the daemon at " + address + ": "
                                    + notUnderstood.getMessage())
                            .withHint("use BuildKit 0.12 or later"),
                    notUnderstood);
        }
    }

    /** @throws InputException with all files that cannot be used */
    private static void requireFiles(BuilderSettings.Tls tls) {
        Problems problems = new Problems();
        tls.authority().ifPresent(file -> requireFile("ca", file, problems));
        tls.client().ifPresent(client -> {
            requireFile("cert", client.certificate(), problems);
            requireFile("key", client.key(), problems);
        });
        problems.throwIfAny();
    }

    private static void requireFile(String key, Path file, Problems problems) {
        Optional<String> reason = Files.notExists(file)
                ? Optional.of("does not exist")
                : !Files.isRegularFile(file)
                        ? Optional.of("is not a file")
                        : Files.isReadable(file) ? Optional.empty() : Optional.of("cannot be read");
        reason.ifPresent(
                text -> problems.add(Problem.error("'builder_tls." + key + "' names " + file + ", which " + text)
                        .withHint("correct it in .image-manager.yml or the environment")));
    }

    private static UnreachableException unreachable(String address, String reason) {
        return new UnreachableException(
                Problem.error("no BuildKit daemon answers at " + address + ": " + reason)
                        .withHint("start buildkitd, or set BUILDKIT_HOST to the address of one"),
                reason);
    }

    private static String withoutPrefix(String reason) {
        return reason.replaceFirst("^error: ", "");
    }
}
