package dev.imagemanager.infra.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;

/**
 * A redirect to follow (RFC 9110, section 15.4). Credentials are not sent to other servers: they must not be disclosed,
 * and storage services of registries reject requests that have them.
 *
 * @param request that was redirected
 */
record Redirect(HttpRequest request, URI target, boolean keepsAccount) {

    static final String PROXY_ACCOUNT = "Proxy-Authorization";

    private static final Set<Integer> FOR_READING = Set.of(301, 302, 303);
    private static final Set<Integer> FOR_ALL = Set.of(307, 308);

    /**
     * Returns whether to follow a redirect. The older status codes would turn other requests than GET and HEAD into a
     * GET without a body.
     */
    static boolean isFollowed(HttpRequest request, int status, HttpHeaders headers) {
        boolean isReading = request.method().equals("GET") || request.method().equals("HEAD");
        return (FOR_ALL.contains(status) || isReading && FOR_READING.contains(status))
                && headers.firstValue("Location").isPresent();
    }

    /** @throws IOException if the target is not a valid address, or the redirect is from HTTPS to HTTP */
    static Redirect of(HttpRequest request, int status, HttpHeaders headers) throws IOException {
        String location = headers.firstValue("Location").orElseThrow();
        URI from = request.uri();
        URI target = Locations.resolve(from, location);
        if (from.getScheme().equals("https") && !target.getScheme().equals("https")) {
            throw new IOException(from.getHost() + " redirects from HTTPS to " + Locations.shown(location)
                    + ", which is not allowed");
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
