package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.imagemanager.infra.daemon.ServiceDirectory;

/** The volumes with persistent data of a fleet's containers. */
final class FleetVolumes {

    private FleetVolumes() {}

    /** Creates a volume unless it already exists (Docker Engine API, "Create a volume"). */
    static void create(DockerClient client, ServiceDirectory directory, String name) {
        client.createVolumeCmd()
                .withName(name)
                .withLabels(ContainerRecord.labels(directory))
                .exec();
    }

    /**
     * Removes a volume of the fleet.
     *
     * @return whether it existed and had the fleet's label
     */
    static boolean remove(DockerClient client, ServiceDirectory directory, String name) {
        try {
            InspectVolumeResponse volume = client.inspectVolumeCmd(name).exec();
            if (volume.getLabels() == null
                    || !directory.state().id().equals(volume.getLabels().get(ContainerRecord.FLEET_LABEL))) {
                return false;
            }
            client.removeVolumeCmd(name).exec();
            return true;
        } catch (NotFoundException none) {
            return false;
        }
    }
}
