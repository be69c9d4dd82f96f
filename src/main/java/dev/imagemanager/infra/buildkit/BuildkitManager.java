package dev.imagemanager.infra.buildkit;

import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The BuildKit daemon that builds images. */
@Singleton
public final class BuildkitManager implements ServiceManager {

    /** The default address of buildctl. */
    private static final String DEFAULT_ADDRESS = "unix:///run/buildkit/buildkitd.sock";

    /** The note if the settings have changed since the fleet's own buildkitd was started. */
    static final Problem OUTDATED = Problem.note("the settings have changed since buildkitd was started")
            .withHint("run 'image-manager services down buildkitd'; the next command starts it with the new settings");

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final ProcessRunner processes;
    private final Executables executables;
    private final Environment environment;
    private final StateDirectories states;
    private final List<ServiceWay<?>> ways;

    @Inject
    public BuildkitManager(
            ProcessRunner processes,
            Executables executables,
            Environment environment,
            ServiceWays ways,
            BuildkitProcess process,
            RootlessBuildkitProcess rootlessProcess,
            BuildkitContainer container,
            StateDirectories states) {
        this.states = states;
        this.processes = processes;
        this.executables = executables;
        this.environment = environment;
        this.ways = ways.of(
                OperatingSystem.isRoot() ? process.description() : rootlessProcess.description(),
                container.description());
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
    public boolean answers(String address, ServiceScope scope) throws InterruptedException {
        if (address.startsWith("unix://") && Files.notExists(Path.of(address.substring("unix://".length())))) {
            return false;
        }
        Optional<Path> program = executables.find("buildctl");
        if (program.isEmpty()) {
            return false;
        }
        Buildctl buildctl = Buildctl.of(
                program.get(),
                new BuilderEndpoint(address, scope.settings().builders().tls()),
                states.of(scope.directory()).of(name()));
        try {
            return processes.run(
                            ProcessCommand.of(ANSWER_LIMIT, buildctl.command("debug", "workers"))
                                    .passing(buildctl.variables()),
                            line -> {},
                            line -> {})
                    == 0;
        } catch (EnvironmentException tookTooLong) {
            return false;
        }
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public List<ServiceWay<?>> ways() {
        return ways;
    }
}
