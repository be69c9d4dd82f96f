package dev.imagemanager.infra.registry;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A request to a registry.
 *
 * @param subject what is requested, for messages
 * @param scopes that it needs, in the syntax of token services
 * @param accepted statuses that are not failures
 * @param body must be repeatable
 * @param limit for the request and its response
 */
record RegistryRequest(
        String method,
        URI address,
        String subject,
        SortedSet<String> scopes,
        Set<Integer> accepted,
        Map<String, String> headers,
        BodyPublisher body,
        Duration limit) {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    RegistryRequest {
        scopes = new TreeSet<>(scopes);
        accepted = Set.copyOf(accepted);
        headers = Map.copyOf(headers);
    }

    static RegistryRequest of(
            String method, URI address, String subject, SortedSet<String> scopes, Integer... accepted) {
        return new RegistryRequest(
                method, address, subject, scopes, Set.of(accepted), Map.of(), BodyPublishers.noBody(), TIME_LIMIT);
    }

    RegistryRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new RegistryRequest(method, address, subject, scopes, accepted, more, body, limit);
    }

    RegistryRequest withBody(String type, BodyPublisher content) {
        return new RegistryRequest(method, address, subject, scopes, accepted, headers, content, limit)
                .with("Content-Type", type);
    }

    RegistryRequest at(URI other) {
        return new RegistryRequest(method, other, subject, scopes, accepted, headers, body, limit);
    }

    RegistryRequest forScopes(SortedSet<String> others) {
        return new RegistryRequest(method, address, subject, others, accepted, headers, body, limit);
    }

    /**
     * Returns a copy that accepts more statuses.
     *
     * @param more statuses that are not failures
     */
    RegistryRequest accepting(Set<Integer> more) {
        Set<Integer> all = new HashSet<>(accepted);
        all.addAll(more);
        return new RegistryRequest(method, address, subject, scopes, all, headers, body, limit);
    }

    RegistryRequest within(Duration longer) {
        return new RegistryRequest(method, address, subject, scopes, accepted, headers, body, longer);
    }
}
