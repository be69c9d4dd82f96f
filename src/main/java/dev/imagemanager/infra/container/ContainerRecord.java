package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import java.util.Map;
import java.util.Optional;

/**
 * Which container is a service of ours, written down before there is one: {@code container} in the service's directory.
 *
 * @param docker the address of the Docker daemon that has it
 * @param name of the container
 */
record ContainerRecord(String docker, String name) {

    /** A label with the fleet's id, on everything that is made for it. */
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

    /** The fleet's own network. */
    static String networkName(ServiceDirectory directory) {
        return "image-manager-" + directory.state().id();
    }

    static Map<String, String> labels(ServiceDirectory directory) {
        return Map.of(FLEET_LABEL, directory.state().id(), SERVICE_LABEL, directory.name());
    }
}
