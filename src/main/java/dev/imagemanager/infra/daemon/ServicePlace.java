package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;

/**
 * Where one of our services is about to be started.
 *
 * @param address where it is to listen
 */
public record ServicePlace(ServiceDirectory directory, ServiceScope scope, String address) {

    /** The port of an address that has one. */
    public int port() {
        return ServicePort.of(address).orElseThrow();
    }

    /** A file or directory of the service's own, for its arguments and its configuration. */
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
