package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.imagemanager.infra.daemon.ServiceDirectory;

/** The private network of a fleet's containers. It is there as long as one of them is. */
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
            // It has its name from the fleet's id: whoever made it meant the same network.
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
            // A container that was connected to nothing else had no need for it.
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
