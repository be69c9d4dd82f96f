package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import java.util.Map;
import java.util.Optional;

/**
 * Records the container of a service in the file {@code container} of the service's directory. Written before the
 * container is created.
 *
 * @param docker the address of its Docker daemon
 * @param name of the container
 */
record ContainerRecord(String docker, String name) {

    /** The label with the fleet's id, set on everything that is created for the fleet. */
    static final String FLEET_LABEL = "dev.imagemanager.fleet";

    static final String SERVICE_LABEL = "dev.imagemanager.service";
    private static final String FILE = "container";

    static ContainerRecord of(ServiceDirectory directory, String docker) {
        return new ContainerRecord(docker, networkName(directory) + "-" + directory.name());
    }

    static Optional<ContainerRecord> read(ServiceDirectory directory) {
        return directory
                .read(FILE)
                .map(text -> text.strip().split("\n"))
                .filter(lines -> lines.length == 2 && DockerClients.isAddress(lines[0]))
                .map(lines -> new ContainerRecord(lines[0], lines[1]));
    }

    void write(ServiceDirectory directory) {
        directory.write(FILE, docker + "\n" + name + "\n");
    }

    static void delete(ServiceDirectory directory) {
        directory.delete(FILE);
    }

    /** Returns the name of the fleet's network. */
    static String networkName(ServiceDirectory directory) {
        return "image-manager-" + directory.state().id();
    }

    static Map<String, String> labels(ServiceDirectory directory) {
        return Map.of(FLEET_LABEL, directory.state().id(), SERVICE_LABEL, directory.name());
    }
}
