package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServicePort;
import java.util.function.Function;

/**
 * Describes how a service is run as a container.
 *
 * @param port the port on this machine
 * @param isSecured whether it runs programs for its clients: it demands {@link ClientCertificates}, which {@code launch} has
 *     to create, and is limited if the fleet is not trusted
 * @param launch creates the settings of the container when the service is started
 * @param hooks steps that differ from other services
 */
public record ContainerDescription(
        ServicePort port,
        boolean isSecured,
        Function<ServicePlace, ContainerLaunch.Builder> launch,
        ServiceHooks hooks) {

    /** Creates a description of a service that runs no programs for its clients. */
    public ContainerDescription(ServicePort port, Function<ServicePlace, ContainerLaunch.Builder> launch) {
        this(port, false, launch, ServiceHooks.NONE);
    }
}
