package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.linux.ControlGroups;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * buildkitd as root, on a socket in the fleet's own state. A TCP port would be open to every user of the machine, and who
 * can build can become root.
 */
@Singleton
public final class BuildkitProcess implements ServiceWay<DaemonLaunch> {

    private static final String SOCKET = "buildkitd.sock";

    /** buildkitd looks for its own one first. */
    static final String RUNTIME = "buildkit-runc|runc";

    private final Daemons daemons;
    private final Requirements requirements;

    @Inject
    public BuildkitProcess(Daemons daemons, Requirements requirements) {
        this.daemons = daemons;
        this.requirements = requirements;
    }

    @Override
    public ServiceHost<DaemonLaunch> host() {
        return daemons;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return directory.addressOf(SOCKET);
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return requirements
                .missing(true, "start buildkitd and set BUILDKIT_HOST to its address", "buildctl", "buildkitd", RUNTIME)
                .or(() -> directory.obstacleTo(SOCKET));
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        String socket = directory.newSocket(SOCKET);
        Path config = directory.write(BuildkitdConfig.FILE, config(directory, scope));
        return new DaemonLaunch(
                List.of(requirements.path("buildkitd"), "--config", config.toString()),
                socket,
                true,
                CacheKeys.with(scope.settings(), Map.of("PATH", requirements.searchPathWith("buildkitd", RUNTIME))),
                Set.of("BUILDKIT_HOST", CacheKeys.PREFIX));
    }

    @Override
    public void release(ServiceDirectory directory) {
        directory.delete(SOCKET);
        ControlGroups.remove(directory.controlGroup());
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.note(directory, () -> config(directory, scope));
    }

    private static String config(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.of(
                scope,
                new BuildkitdConfig.Surroundings(
                        Optional.of(directory.resolve("data")),
                        directory.addressOf(SOCKET),
                        Optional.of(directory.controlGroup()),
                        Optional.empty(),
                        Optional.empty(),
                        host -> host,
                        Path::toString));
    }
}
