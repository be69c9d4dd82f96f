package dev.imagemanager.infra.garage;

import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.linux.LocalPorts;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A Garage that is a process of this machine, as any user. */
@Singleton
public final class GarageProcess implements ServiceWay<DaemonLaunch> {

    private static final String PROGRAM = "garage";

    private final Daemons daemons;
    private final Requirements requirements;

    @Inject
    public GarageProcess(Daemons daemons, Requirements requirements) {
        this.daemons = daemons;
        this.requirements = requirements;
    }

    @Override
    public ServiceHost<DaemonLaunch> host() {
        return daemons;
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return requirements.missing(false, "set 'cache' to an S3 service, or to false", PROGRAM);
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return GarageManager.addressAt(GarageManager.PORT.preferred(scope));
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        int port = GarageManager.PORT.choose(scope, lastAddress);
        List<Integer> others = LocalPorts.anyFree(2);
        GarageFiles files = new GarageFiles(directory);
        files.createSecrets();
        files.writeAdminAddress(GarageManager.addressAt(others.get(0)));
        String config = GarageConfig.of(
                directory.resolve("data").toString(),
                "127.0.0.1",
                GarageConfig.regionOf(scope),
                new GarageConfig.Ports(port, others.get(0), others.get(1)),
                new GarageConfig.Secrets(files.adminTokenFile(), files.rpcSecretFile()));
        return new DaemonLaunch(
                List.of(
                        requirements.path(PROGRAM),
                        "--config",
                        directory.write("garage.toml", config).toString(),
                        "server"),
                GarageManager.addressAt(port),
                false,
                GarageConfig.ENVIRONMENT,
                Set.of("GARAGE_", "RUST_"));
    }
}
