package dev.imagemanager.infra.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;

/**
 * Where a server sends a request on to (RFC 9110, section 15.4). An account is only for the server that it was meant for:
 * the storage behind a registry refuses requests that have one, and it is none of its business.
 *
 * @param request that was redirected
 */
record Redirect(HttpRequest request, URI target, boolean keepsAccount) {

    static final String PROXY_ACCOUNT = "Proxy-Authorization";

    private static final Set<Integer> FOR_READING = Set.of(301, 302, 303);
    private static final Set<Integer> FOR_ALL = Set.of(307, 308);

    /** The first kind turns every other request into one without a body, which would mean something else. */
    static boolean isFollowed(HttpRequest request, int status, HttpHeaders headers) {
        boolean isReading = request.method().equals("GET") || request.method().equals("HEAD");
        return (FOR_ALL.contains(status) || isReading && FOR_READING.contains(status))
                && headers.firstValue("Location").isPresent();
    }

    /** @throws IOException if it leads to nowhere, or out of HTTPS */
    static Redirect of(HttpRequest request, int status, HttpHeaders headers) throws IOException {
        String location = headers.firstValue("Location").orElseThrow();
        URI from = request.uri();
        URI target = Locations.resolve(from, location);
        if (from.getScheme().equals("https") && !target.getScheme().equals("https")) {
            throw new IOException(
                    from.getHost() + " redirects from HTTPS to " + Locations.shown(location) + ", which is refused");
        }
        return new Redirect(request, target, Locations.haveSameOrigin(from, target));
    }

    /** @param onward a request to the target */
    HttpRequest apply(HttpRequest.Builder onward) {
        request.headers().map().forEach((name, values) -> {
            boolean isForTarget =
                    !name.equalsIgnoreCase(PROXY_ACCOUNT) && (keepsAccount || !name.equalsIgnoreCase("Authorization"));
            if (isForTarget) {
                values.forEach(value -> onward.header(name, value));
            }
        });
        BodyPublisher body = request.bodyPublisher().orElseGet(BodyPublishers::noBody);
        return onward.method(request.method(), body).build();
    }
}
