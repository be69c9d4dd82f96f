package dev.imagemanager.infra.http;

import dev.imagemanager.problem.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

/** Resolves and compares addresses in the headers of responses (RFC 9110, section 10.2.2). */
public final class Locations {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Locations() {}

    /**
     * Resolves the value of a Location header.
     *
     * @param request whose response has the header
     * @param location its value, absolute or relative
     * @throws IOException if it is not a valid HTTP address
     */
    public static URI resolve(URI request, String location) throws IOException {
        try {
            URI target = request.resolve(new URI(location.strip()));
            boolean isHttp = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
            if (isHttp && target.getHost() != null) {
                return target;
            }
        } catch (URISyntaxException malformed) {
            throw notAnAddress(request, location, malformed);
        }
        throw notAnAddress(request, location, null);
    }

    private static IOException notAnAddress(URI request, String location, Exception cause) {
        return new IOException(
                request.getAuthority() + " sent a Location header that is not a valid address: " + shown(location),
                cause);
    }

    /** Returns a location for messages, without the query, which often contains a secret. */
    static String shown(String location) {
        int query = location.indexOf('?');
        return Excerpt.of(query < 0 ? location : location.substring(0, query) + "?…");
    }

    /** Returns whether scheme, host and port are the same (RFC 6454). */
    public static boolean haveSameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && portOf(one) == portOf(other);
    }

    /** Returns the port, or the default port of the scheme. */
    public static int portOf(URI address) {
        int standard = "https".equalsIgnoreCase(address.getScheme()) ? HTTPS_PORT : HTTP_PORT;
        return address.getPort() < 0 ? standard : address.getPort();
    }
}
