package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.ProcessWay;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceWay;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes of descriptions of a service the ways to run it. */
@Singleton
public final class ServiceWays {

    private final Daemons daemons;
    private final Requirements requirements;
    private final Containers containers;

    @Inject
    public ServiceWays(Daemons daemons, Requirements requirements, Containers containers) {
        this.daemons = daemons;
        this.requirements = requirements;
        this.containers = containers;
    }

    /** @return the preferred one first */
    public List<ServiceWay<?>> of(ProcessDescription process, ContainerDescription container) {
        return List.of(new ProcessWay(process, daemons, requirements), new ContainerWay(container, containers));
    }
}
