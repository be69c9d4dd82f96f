package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;

/**
 * The directory, fleet and address that a service is started with.
 *
 * @param address the address to listen on
 */
public record ServicePlace(ServiceDirectory directory, ServiceScope scope, String address) {

    /** Returns the port. The address must have one. */
    public int port() {
        return ServicePort.of(address).orElseThrow();
    }

    /** Returns the absolute path of a file in the service's directory. */
    public String path(String name) {
        return directory.resolve(name).toString();
    }

    /**
     * Writes a file of the service's configuration.
     *
     * @return its path
     */
    public String write(String name, String content) {
        return directory.write(name, content).toString();
    }
}
