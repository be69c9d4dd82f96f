package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.container.ContainerFile;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.Containers;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.pipeline.services.ServiceScope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A registry in a container of the official image. */
@Singleton
public final class RegistryContainer implements ServiceWay<ContainerLaunch> {

    private static final int PORT_INSIDE = 5000;

    /** What it is called in the network of the fleet's containers. */
    public static final String PRIVATE_ADDRESS = "registry:" + PORT_INSIDE;

    private static final String IMAGE = "registry:2";
    private static final String CONFIG = "/etc/docker/registry/config.yml";
    private static final String DATA = "/var/lib/registry";

    private final Containers containers;

    @Inject
    public RegistryContainer(Containers containers) {
        this.containers = containers;
    }

    @Override
    public ServiceHost<ContainerLaunch> host() {
        return containers;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return RegistryManager.addressAt(RegistryManager.PORT.preferred(scope));
    }

    @Override
    public ContainerLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        int port = RegistryManager.PORT.choose(scope, lastAddress);
        return ContainerLaunch.of(IMAGE, RegistryManager.addressAt(port))
                .file(ContainerFile.readable(CONFIG, RegistryConfig.of(scope, ":" + PORT_INSIDE, DATA)))
                .variable("OTEL_TRACES_EXPORTER", "none")
                .volume(DATA)
                .port(PORT_INSIDE, port)
                .build();
    }
}
