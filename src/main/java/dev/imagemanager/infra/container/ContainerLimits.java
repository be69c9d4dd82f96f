package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import dev.imagemanager.infra.linux.ControlGroups.Limits;

/**
 * Limits what all processes of a container use together, with those that it starts in containers of its own (Docker Engine
 * API, "Update a container"). Changes a container that runs.
 */
final class ContainerLimits {

    /**
     * In bytes; more than any machine has. Docker cannot remove a limit of memory, and does not pass {@code -1} for swap to the
     * runtime when it updates a container.
     */
    private static final long NO_MEMORY_LIMIT = 1L << 61;

    private static final long NO_PROCESS_LIMIT = -1;

    private ContainerLimits() {}

    /** Returns whether both the memory and the number of processes are limited. */
    static boolean areSet(InspectContainerResponse container) {
        HostConfig host = container.getHostConfig();
        return isLimit(host.getMemory()) && isLimit(host.getPidsLimit());
    }

    /** Limits what the Docker daemon can limit. Memory includes swap. */
    static void set(DockerClient client, InspectContainerResponse container) {
        if (areSet(container)) {
            return;
        }
        Info daemon = client.infoCmd().exec();
        if (Boolean.FALSE.equals(daemon.getMemoryLimit())) {
            return;
        }
        Limits limits = Limits.leavingUsable(daemon.getMemTotal());
        update(client, container, limits.memory(), limits.memory(), limits.processes());
    }

    static void remove(DockerClient client, InspectContainerResponse container) {
        HostConfig host = container.getHostConfig();
        if (isLimit(host.getMemory()) || isLimit(host.getPidsLimit())) {
            update(client, container, NO_MEMORY_LIMIT, 2 * NO_MEMORY_LIMIT, NO_PROCESS_LIMIT);
        }
    }

    private static void update(
            DockerClient client, InspectContainerResponse container, long memory, long memoryAndSwap, long processes) {
        client.updateContainerCmd(container.getId())
                .withMemory(memory)
                .withMemorySwap(memoryAndSwap)
                .withPidsLimit(processes)
                .exec();
    }

    /** Docker reports none as null, 0 or -1. */
    private static boolean isLimit(Long value) {
        return value != null && value > 0 && value < NO_MEMORY_LIMIT;
    }
}
