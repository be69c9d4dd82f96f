package dev.imagemanager.infra.garage;

import dev.imagemanager.infra.container.ContainerDescription;
import dev.imagemanager.infra.container.ContainerFile;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.linux.LocalPorts;
import java.util.List;

/** Describes how Garage is run: as a process, which does not need root, or in a container of the official image. */
final class GarageWays {

    private static final String PROGRAM = "garage";

    static final ProcessDescription PROCESS = ProcessDescription.of(
                    GarageManager.PORT,
                    List.of(PROGRAM),
                    "set 'cache' to an S3 service, or to false",
                    GarageWays::command)
            .environment(GarageConfig.ENVIRONMENT);

    static final ContainerDescription CONTAINER = new ContainerDescription(GarageManager.PORT, GarageWays::container);

    private static final String IMAGE = "dxflrs/garage:v2.1.0";
    private static final String DATA = "/var/lib/garage";
    private static final GarageConfig.Ports PORTS_INSIDE = GarageConfig.USUAL_PORTS;
    private static final GarageConfig.Secrets SECRETS =
            new GarageConfig.Secrets("/etc/garage-admin-token", "/etc/garage-rpc-secret");

    private GarageWays() {}

    private static List<String> command(ServicePlace place, Requirements programs) {
        List<Integer> others = LocalPorts.anyFree(2);
        GarageFiles files = GarageFiles.withSecrets(place.directory());
        files.writeAdminAddress(GarageManager.PORT.addressAt(others.get(0)));
        String config = GarageConfig.of(
                place.path("data"),
                "127.0.0.1",
                GarageConfig.regionOf(place.scope()),
                new GarageConfig.Ports(place.port(), others.get(0), others.get(1)),
                new GarageConfig.Secrets(files.adminTokenFile(), files.rpcSecretFile()));
        return List.of(programs.path(PROGRAM), "--config", place.write("garage.toml", config), "server");
    }

    private static ContainerLaunch.Builder container(ServicePlace place) {
        int adminPort = LocalPorts.anyFree(1).get(0);
        GarageFiles files = GarageFiles.withSecrets(place.directory());
        files.writeAdminAddress(GarageManager.PORT.addressAt(adminPort));
        String config = GarageConfig.of(DATA, "0.0.0.0", GarageConfig.regionOf(place.scope()), PORTS_INSIDE, SECRETS);
        return ContainerLaunch.of(IMAGE)
                .file(ContainerFile.readable("/etc/garage.toml", config))
                .file(ContainerFile.secret(
                        SECRETS.adminTokenFile(), files.adminToken().orElseThrow(), 0))
                .file(ContainerFile.secret(
                        SECRETS.rpcSecretFile(), files.rpcSecret().orElseThrow(), 0))
                .variables(GarageConfig.ENVIRONMENT)
                .volume(DATA)
                .port(PORTS_INSIDE.store(), place.port())
                .port(PORTS_INSIDE.admin(), adminPort);
    }
}
