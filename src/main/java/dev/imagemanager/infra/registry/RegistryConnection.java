package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.http.Locations;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.http.ServerTrust;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.DockerHub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Clock;
import java.util.Optional;

/** Sends requests to one registry, with credentials if required and with retries if allowed. */
final class RegistryConnection {

    private static final int UNAUTHORIZED = 401;
    private static final int LONGEST_ERROR = 1 << 16;

    private final Registry registry;
    private final RegistryLogin login;
    private final OutgoingHttp http;
    private final InsecureHosts insecureHosts;
    private final Retries retries;
    private final Clock clock;

    RegistryConnection(
            Registry registry,
            RegistryLogin login,
            OutgoingHttp http,
            InsecureHosts insecureHosts,
            Retries retries,
            Clock clock) {
        this.registry = registry;
        this.login = login;
        this.http = http;
        this.insecureHosts = insecureHosts;
        this.retries = retries;
        this.clock = clock;
    }

    /**
     * A response.
     *
     * @param address that sent the response, after redirects
     * @param content null unless the status is a success
     */
    record Answer<T>(int status, URI address, HttpHeaders headers, T content) {

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }
    }

    Registry registry() {
        return registry;
    }

    Retries retries() {
        return retries;
    }

    /**
     * Returns the address of a path.
     *
     * @param path below the registry's root, with the query
     * @throws IOException if the registry's host is not valid
     */
    URI address(String path) throws IOException {
        String host = DockerHub.is(registry.host()) ? DockerHub.HOST : registry.host();
        return http.request(scheme() + "://" + host + path).build().uri();
    }

    private String scheme() {
        return switch (registry.transport()) {
            case TLS -> "https";
            case HTTP -> "http";
            case INSECURE -> insecureHosts.isKnownAsPlain(registry) ? "http" : "https";
        };
    }

    /** Returns a request that was made before the transport of the registry was known. */
    private RegistryRequest reachable(RegistryRequest request) throws IOException, InterruptedException {
        if (registry.transport() != Registry.Transport.INSECURE) {
            return request;
        }
        URI before = address("/");
        insecureHosts.find(registry);
        URI now = address("/");
        return before.equals(now) || !Locations.haveSameOrigin(request.address(), before)
                ? request
                : request.at(URI.create(now.getScheme()
                        + request.address()
                                .toString()
                                .substring(before.getScheme().length())));
    }

    /** Sends an idempotent request, with retries; see {@link #send}. */
    <T> Answer<T> repeat(RegistryRequest request, BodyHandler<T> content) throws IOException, InterruptedException {
        return retries.run(() -> send(request, content));
    }

    Answer<Void> repeat(RegistryRequest request) throws IOException, InterruptedException {
        return repeat(request, BodyHandlers.discarding());
    }

    Answer<Void> send(RegistryRequest request) throws IOException, InterruptedException {
        return send(request, BodyHandlers.discarding());
    }

    /**
     * Sends a request once, or twice if the registry requires credentials.
     *
     * @param content handles the body of a successful response
     * @throws RegistryException if the request does not accept the status
     */
    <T> Answer<T> send(RegistryRequest first, BodyHandler<T> content) throws IOException, InterruptedException {
        RegistryRequest request = reachable(first);
        boolean isOwn = Locations.haveSameOrigin(request.address(), address("/"));
        Optional<String> authorization = isOwn ? login.known(registry, request.scopes()) : Optional.empty();
        HttpResponse<Body<T>> response = exchange(request, content, authorization);
        // A challenge of another server, after a redirect, must not receive the registry's credentials.
        boolean isDemand = response.statusCode() == UNAUTHORIZED
                && !request.accepted().contains(UNAUTHORIZED)
                && isOwn
                && Locations.haveSameOrigin(response.uri(), request.address());
        if (isDemand) {
            Optional<String> better =
                    login.answer(registry, request.scopes(), response.headers().allValues("WWW-Authenticate"));
            if (better.isPresent() && !better.equals(authorization)) {
                response = exchange(request, content, better);
            }
        }
        if (!request.accepted().contains(response.statusCode())) {
            throw failure(request, response);
        }
        return new Answer<>(
                response.statusCode(),
                response.uri(),
                response.headers(),
                response.body().content());
    }

    private <T> HttpResponse<Body<T>> exchange(
            RegistryRequest request, BodyHandler<T> content, Optional<String> authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder =
                http.request(request.address().toString()).method(request.method(), request.body());
        try {
            request.headers().forEach(builder::header);
            authorization.ifPresent(value -> builder.header("Authorization", value));
        } catch (IllegalArgumentException unsendable) {
            // The original message contains the value, which may be a secret.
            throw new IOException("the request for " + request.subject() + " has an invalid header");
        }
        return http.send(builder.build(), info -> Body.of(info, content), request.limit(), trust(registry));
    }

    /** Returns which certificates of a registry and its token service are trusted. */
    static ServerTrust trust(Registry registry) {
        return ServerTrust.of(registry.authority(), registry.transport() != Registry.Transport.INSECURE);
    }

    private IOException failure(RegistryRequest request, HttpResponse<? extends Body<?>> response)
            throws InterruptedException {
        Optional<String> missing =
                response.statusCode() == UNAUTHORIZED ? login.missingAccount(registry) : Optional.empty();
        return new RegistryException(
                registry.host(),
                response.statusCode(),
                request.subject(),
                missing.orElseGet(() -> ErrorBody.text(response.body().error())),
                RetryAfter.of(response.headers(), clock.instant()),
                missing.isPresent());
    }

    /** The requested content, or the body of an error response. */
    private record Body<T>(T content, byte[] error) {

        private static final byte[] NOTHING = {};

        static <T> BodySubscriber<Body<T>> of(HttpResponse.ResponseInfo info, BodyHandler<T> handler) {
            return info.statusCode() / 100 == 2
                    ? BodySubscribers.mapping(handler.apply(info), content -> new Body<>(content, NOTHING))
                    : BodySubscribers.mapping(BodySink.beginning(LONGEST_ERROR), error -> new Body<T>(null, error));
        }
    }
}
