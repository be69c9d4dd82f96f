package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Unix socket that only the user can connect to.
 *
 * @param others the names of additional sockets of the service
 */
public record ServiceSocket(String name, List<String> others) implements Endpoint {

    public ServiceSocket {
        others = List.copyOf(others);
    }

    public ServiceSocket(String name) {
        this(name, List.of());
    }

    private Stream<String> all() {
        return Stream.concat(Stream.of(name), others.stream());
    }

    @Override
    public String likelyAddress(ServiceDirectory directory, ServiceScope scope) {
        return directory.addressOf(name);
    }

    @Override
    public String claim(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        release(directory);
        directory.createSockets();
        return directory.addressOf(name);
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return all().max(Comparator.comparing(String::length)).flatMap(directory::obstacleTo);
    }

    /** Removes the sockets, since a service cannot bind to an existing one. */
    @Override
    public void release(ServiceDirectory directory) {
        all().forEach(directory::deleteSocket);
    }
}
