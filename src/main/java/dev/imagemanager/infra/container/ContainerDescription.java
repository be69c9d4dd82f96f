package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.Particulars;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServicePort;
import java.util.function.Function;

/**
 * A service as a container.
 *
 * @param port of this machine
 * @param launch what is to be started
 */
public record ContainerDescription(
        ServicePort port, Function<ServicePlace, ContainerLaunch.Builder> launch, Particulars particulars) {

    public ContainerDescription(ServicePort port, Function<ServicePlace, ContainerLaunch.Builder> launch) {
        this(port, launch, Particulars.NONE);
    }
}
