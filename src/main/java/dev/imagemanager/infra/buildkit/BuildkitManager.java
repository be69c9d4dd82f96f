package dev.imagemanager.infra.buildkit;

import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.daemon.ControlGroups;
import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * buildkitd as root, on a socket in the fleet's own state. A TCP port would be open to every user of the machine, and who
 * can build can become root.
 */
@Singleton
public final class BuildkitManager implements ServiceManager {

    /** Where buildctl looks by itself. */
    private static final String DEFAULT_ADDRESS = "unix:///run/buildkit/buildkitd.sock";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final String CONFIG = "buildkitd.toml";
    private static final String SOCKET = "buildkitd.sock";

    private final ProcessRunner processes;
    private final Executables executables;
    private final Requirements requirements;
    private final Environment environment;

    @Inject
    public BuildkitManager(
            ProcessRunner processes, Executables executables, Requirements requirements, Environment environment) {
        this.processes = processes;
        this.executables = executables;
        this.requirements = requirements;
        this.environment = environment;
    }

    @Override
    public ServiceName name() {
        return ServiceName.BUILDKITD;
    }

    @Override
    public Optional<String> configuredAddress(ServiceScope scope) {
        return environment.variable("BUILDKIT_HOST").filter(address -> !address.isEmpty());
    }

    @Override
    public String defaultAddress(ServiceScope scope) {
        return DEFAULT_ADDRESS;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return directory.addressOf(SOCKET);
    }

    @Override
    public boolean answers(String address, ServiceScope scope) throws InterruptedException {
        if (address.startsWith("unix://") && Files.notExists(Path.of(address.substring("unix://".length())))) {
            return false;
        }
        Optional<Path> buildctl = executables.find("buildctl");
        if (buildctl.isEmpty()) {
            return false;
        }
        List<String> command = List.of(buildctl.get().toString(), "--addr", address, "debug", "workers");
        try {
            return processes.run(ProcessCommand.of(ANSWER_LIMIT, command), line -> {}, line -> {}) == 0;
        } catch (EnvironmentException tookTooLong) {
            return false;
        }
    }

    @Override
    public Optional<Problem> obstacle() {
        return requirements.missing(
                true,
                "start buildkitd and set BUILDKIT_HOST to its address",
                "buildctl",
                "buildkitd",
                "runc|buildkit-runc");
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        String socket = directory.newSocket(SOCKET);
        Path config = directory.write(CONFIG, config(directory, scope));
        return new DaemonLaunch(
                List.of(requirements.path("buildkitd"), "--config", config.toString()),
                socket,
                true,
                Map.of(),
                Set.of("BUILDKIT_HOST"));
    }

    @Override
    public void release(ServiceDirectory directory) {
        directory.delete(SOCKET);
        ControlGroups.remove(ControlGroups.nameFor(directory));
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return directory
                .read(CONFIG)
                .filter(config -> !config.equals(config(directory, scope)))
                .map(outdated -> Problem.note("buildkitd was started with other settings than those of now")
                        .withHint("'image-manager services down buildkitd' lets the next command start it anew"));
    }

    private static String config(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.of(
                scope, directory.resolve("data"), directory.addressOf(SOCKET), ControlGroups.nameFor(directory));
    }
}
