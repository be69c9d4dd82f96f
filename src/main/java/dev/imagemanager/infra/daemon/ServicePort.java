package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.LocalPorts;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.util.Optional;

/**
 * The port of this machine that a service of ours has: the one that is configured, or the one that it had last time, or
 * the first that is free from its usual one on.
 *
 * @param usual where it is when nobody says anything else
 * @param place what goes before the port in the service's address: the host, perhaps with a scheme
 */
public record ServicePort(ServiceName service, int usual, String place) implements Endpoint {

    private static final int HIGHEST = 65_535;

    public String addressAt(int port) {
        return place + ":" + port;
    }

    /** What its address would be, whether the port is free or not. */
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

    /** Whether somebody listens there. */
    public static boolean isTaken(String address) {
        return of(address).filter(port -> !LocalPorts.isFree(port)).isPresent();
    }

    /** Empty for what is no address with a port: somebody may have written into the record of it. */
    static Optional<Integer> of(String address) {
        return Optional.of(address.substring(address.lastIndexOf(':') + 1))
                .filter(digits -> digits.matches("[0-9]{1,5}"))
                .map(Integer::valueOf)
                .filter(port -> port >= 1 && port <= HIGHEST);
    }
}
