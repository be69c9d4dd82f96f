package dev.imagemanager.infra.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Builds images with BuildKit daemons, using buildctl. */
@Singleton
public final class BuildctlImageBuilder implements ImageBuilder {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessRunner processes;
    private final Executables executables;
    private final RegistryAccounts accounts;
    private final StateDirectories states;

    @Inject
    public BuildctlImageBuilder(
            ProcessRunner processes, Executables executables, RegistryAccounts accounts, StateDirectories states) {
        this.states = states;
        this.processes = processes;
        this.executables = executables;
        this.accounts = accounts;
    }

    @Override
    public Builder connect(String address, Path fleetDirectory) throws InterruptedException {
        Buildctl buildctl = Buildctl.of(
                executables.require("buildctl", "build images"),
                address,
                states.of(fleetDirectory).of(ServiceName.BUILDKITD));
        List<String> output = Collections.synchronizedList(new ArrayList<>());
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode = processes.run(
                ProcessCommand.of(CONNECT_LIMIT, buildctl.command("debug", "workers", "--format", "{{json .}}"))
                        .passing(Buildctl.VARIABLES),
                output::add,
                errors::add);
        if (exitCode != 0) {
            String reason = errors.isEmpty() ? "exit code " + exitCode : errors.get(errors.size() - 1);
            throw new EnvironmentException(
                    Problem.error("no BuildKit daemon answers at " + address + ": " + withoutPrefix(reason))
                            .withHint("start buildkitd, or set BUILDKIT_HOST to the address of one"));
        }
        try {
            JsonNode worker = JSON.readTree(String.join("\n", output)).path(0);
            JsonNode platform = worker.path("platforms").path(0);
            return new BuildctlBuilder(
                    processes,
                    accounts,
                    states,
                    buildctl,
                    worker.path("buildkitVersion").path("version").asText("unknown"),
                    Platform.of(
                            platform.path("os").asText("linux"),
                            platform.path("architecture").asText(),
                            Optional.ofNullable(platform.get("variant")).map(JsonNode::asText)));
        } catch (IOException notUnderstood) {
            throw new EnvironmentException(
                    Problem.error("cannot parse the output of buildctl for the daemon at " + address + ": "
                                    + notUnderstood.getMessage())
                            .withHint("use BuildKit 0.12 or later"),
                    notUnderstood);
        }
    }

    private static String withoutPrefix(String reason) {
        return reason.replaceFirst("^error: ", "");
    }
}
