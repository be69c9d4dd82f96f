package dev.imagemanager.infra.garage;

import dev.imagemanager.infra.container.ContainerFile;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.Containers;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.linux.LocalPorts;
import dev.imagemanager.pipeline.services.ServiceScope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A Garage in a container of the official image. */
@Singleton
public final class GarageContainer implements ServiceWay<ContainerLaunch> {

    private static final GarageConfig.Ports PORTS_INSIDE = new GarageConfig.Ports(3900, 3903, 3901);

    /** What it is called in the network of the fleet's containers. */
    public static final String PRIVATE_ADDRESS = "garage:" + PORTS_INSIDE.store();

    private static final String IMAGE = "dxflrs/garage:v2.1.0";
    private static final String CONFIG = "/etc/garage.toml";
    private static final String DATA = "/var/lib/garage";
    private static final GarageConfig.Secrets SECRETS =
            new GarageConfig.Secrets("/etc/garage-admin-token", "/etc/garage-rpc-secret");

    private final Containers containers;

    @Inject
    public GarageContainer(Containers containers) {
        this.containers = containers;
    }

    @Override
    public ServiceHost<ContainerLaunch> host() {
        return containers;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return GarageManager.addressAt(GarageManager.PORT.preferred(scope));
    }

    @Override
    public ContainerLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        int port = GarageManager.PORT.choose(scope, lastAddress);
        int adminPort = LocalPorts.anyFree(1).get(0);
        GarageFiles files = new GarageFiles(directory);
        files.createSecrets();
        files.writeAdminAddress(GarageManager.addressAt(adminPort));
        ContainerLaunch.Builder launch = ContainerLaunch.of(IMAGE, GarageManager.addressAt(port))
                .file(ContainerFile.readable(
                        CONFIG, GarageConfig.of(DATA, "0.0.0.0", GarageConfig.regionOf(scope), PORTS_INSIDE, SECRETS)))
                .file(ContainerFile.secret(
                        SECRETS.adminTokenFile(), files.adminToken().orElseThrow(), 0))
                .file(ContainerFile.secret(
                        SECRETS.rpcSecretFile(), files.rpcSecret().orElseThrow(), 0))
                .volume(DATA)
                .port(PORTS_INSIDE.store(), port)
                .port(PORTS_INSIDE.admin(), adminPort);
        GarageConfig.ENVIRONMENT.forEach(launch::variable);
        return launch.build();
    }
}
