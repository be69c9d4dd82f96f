package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.ProcessWay;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceWay;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Creates the ways to run a service from its descriptions. */
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

    /** @return the ways in order of preference */
    public List<ServiceWay<?>> of(ProcessDescription process, ContainerDescription container) {
        return List.of(new ProcessWay(process, daemons, requirements), new ContainerWay(container, containers));
    }
}
