package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A registry that is a process of this machine, as any user. */
@Singleton
public final class RegistryProcess implements ServiceWay<DaemonLaunch> {

    private static final String PROGRAMS = "docker-registry|registry";

    private final Daemons daemons;
    private final Requirements requirements;

    @Inject
    public RegistryProcess(Daemons daemons, Requirements requirements) {
        this.daemons = daemons;
        this.requirements = requirements;
    }

    @Override
    public ServiceHost<DaemonLaunch> host() {
        return daemons;
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return requirements.missing(
                false, "set build_registry to the address of a registry, or to false to build without one", PROGRAMS);
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return RegistryManager.addressAt(RegistryManager.PORT.preferred(scope));
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        int port = RegistryManager.PORT.choose(scope, lastAddress);
        String config = RegistryConfig.of(
                scope, "127.0.0.1:" + port, directory.resolve("data").toString());
        return new DaemonLaunch(
                List.of(
                        requirements.path(PROGRAMS),
                        "serve",
                        directory.write("config.yml", config).toString()),
                RegistryManager.addressAt(port),
                false,
                Map.of("OTEL_TRACES_EXPORTER", "none"),
                Set.of("REGISTRY_"));
    }
}
