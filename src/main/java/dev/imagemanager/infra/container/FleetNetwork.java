package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.imagemanager.infra.daemon.ServiceDirectory;

/** The private network of a fleet's containers. It exists as long as one of them does. */
final class FleetNetwork {

    private FleetNetwork() {}

    static void create(DockerClient client, ServiceDirectory directory) {
        if (isThere(client, directory)) {
            return;
        }
        try {
            client.createNetworkCmd()
                    .withName(ContainerRecord.networkName(directory))
                    .withDriver("bridge")
                    .withCheckDuplicate(true)
                    .withLabels(ContainerRecord.labels(directory))
                    .exec();
        } catch (ConflictException madeByAnother) {
            // Its name contains the fleet's id, so another process created the same network.
            return;
        }
    }

    static void removeIfUnused(DockerClient client, ServiceDirectory directory) {
        try {
            Network network = client.inspectNetworkCmd()
                    .withNetworkId(ContainerRecord.networkName(directory))
                    .exec();
            if (network.getContainers().isEmpty()) {
                client.removeNetworkCmd(network.getId()).exec();
            }
        } catch (NotFoundException none) {
            // No container used the network, so it does not exist.
            return;
        }
    }

    private static boolean isThere(DockerClient client, ServiceDirectory directory) {
        try {
            client.inspectNetworkCmd()
                    .withNetworkId(ContainerRecord.networkName(directory))
                    .exec();
            return true;
        } catch (NotFoundException none) {
            return false;
        }
    }
}
