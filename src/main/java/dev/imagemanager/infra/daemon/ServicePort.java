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
 */
public record ServicePort(ServiceName service, int usual) {

    private static final int HIGHEST = 65_535;

    /** What it would be, whether that is free or not. */
    public int preferred(ServiceScope scope) {
        return scope.settings().services().port(service).orElse(usual);
    }

    /**
     * @param lastAddress that ends with its last port
     * @throws dev.imagemanager.problem.EnvironmentException if the configured one is in use, or none is free
     */
    public int choose(ServiceScope scope, Optional<String> lastAddress) {
        Optional<Integer> configured = scope.settings().services().port(service);
        if (configured.isPresent()) {
            return LocalPorts.require(configured.get(), service.toString(), "services." + service + ".port");
        }
        return lastAddress
                .flatMap(ServicePort::of)
                .filter(LocalPorts::isFree)
                .orElseGet(() -> LocalPorts.firstFree(usual));
    }

    /** Whether somebody listens there. */
    public static boolean isTaken(String address) {
        return of(address).filter(port -> !LocalPorts.isFree(port)).isPresent();
    }

    /** Empty for what is no address with a port: somebody may have written into the record of it. */
    private static Optional<Integer> of(String address) {
        return Optional.of(address.substring(address.lastIndexOf(':') + 1))
                .filter(digits -> digits.matches("[0-9]{1,5}"))
                .map(Integer::valueOf)
                .filter(port -> port >= 1 && port <= HIGHEST);
    }
}
