package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServicePort;
import java.util.function.Function;

/**
 * Describes how a service is run as a container.
 *
 * @param port the port on this machine
 * @param launch creates the settings of the container when the service is started
 * @param hooks steps that differ from other services
 */
public record ContainerDescription(
        ServicePort port, Function<ServicePlace, ContainerLaunch.Builder> launch, ServiceHooks hooks) {

    public ContainerDescription(ServicePort port, Function<ServicePlace, ContainerLaunch.Builder> launch) {
        this(port, launch, ServiceHooks.NONE);
    }
}
