package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.LocalPorts;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.util.Optional;

/**
 * A port of this machine: the configured one, or that of the last run if it is free, or else the first free port from
 * the default one on.
 *
 * @param usual the default port
 * @param place the part of the service's address before the port: the host, optionally with a scheme
 */
public record ServicePort(ServiceName service, int usual, String place) implements Endpoint {

    private static final int HIGHEST = 65_535;

    public String addressAt(int port) {
        return place + ":" + port;
    }

    /** Returns the address with the configured or the default port, whether or not the port is free. */
    public String likelyAddress(ServiceScope scope) {
        return addressAt(scope.settings().services().port(service).orElse(usual));
    }

    @Override
    public String likelyAddress(ServiceDirectory directory, ServiceScope scope) {
        return likelyAddress(scope);
    }

    @Override
    public String claim(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        Optional<Integer> configured = scope.settings().services().port(service);
        if (configured.isPresent()) {
            return addressAt(LocalPorts.require(configured.get(), service.toString(), "services." + service + ".port"));
        }
        return addressAt(lastAddress
                .flatMap(ServicePort::of)
                .filter(LocalPorts::isFree)
                .orElseGet(() -> LocalPorts.firstFree(usual)));
    }

    /** Returns whether a program listens on the port of an address. */
    public static boolean isTaken(String address) {
        return of(address).filter(port -> !LocalPorts.isFree(port)).isPresent();
    }

    /** Returns whether a program listens on the port of an address on the IPv6 address of this machine. */
    public static boolean isTakenOnIpv6(String address) {
        return of(address).filter(LocalPorts::isTakenOnIpv6).isPresent();
    }

    /** Returns the port of an address; empty if it does not have a valid port, since users may edit records. */
    static Optional<Integer> of(String address) {
        return Optional.of(address.substring(address.lastIndexOf(':') + 1))
                .filter(digits -> digits.matches("[0-9]{1,5}"))
                .map(Integer::valueOf)
                .filter(port -> port >= 1 && port <= HIGHEST);
    }
}
