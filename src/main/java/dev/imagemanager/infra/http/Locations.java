package dev.imagemanager.infra.http;

import dev.imagemanager.problem.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

/** Addresses that a server's headers hold (RFC 9110, section 10.2.2). */
public final class Locations {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Locations() {}

    /**
     * @param request whose answer has the header
     * @param location its value, an address or a part of one
     * @throws IOException if it is not an address that can be asked
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
                request.getAuthority() + " answered with a Location header that is not an address: " + shown(location),
                cause);
    }

    /** Without the query, which often is a password. */
    static String shown(String location) {
        int query = location.indexOf('?');
        return Excerpt.of(query < 0 ? location : location.substring(0, query) + "?…");
    }

    /** Whether scheme, host and port are the same (RFC 6454). */
    public static boolean haveSameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && portOf(one) == portOf(other);
    }

    /** The port that is connected to. */
    public static int portOf(URI address) {
        int standard = "https".equalsIgnoreCase(address.getScheme()) ? HTTPS_PORT : HTTP_PORT;
        return address.getPort() < 0 ? standard : address.getPort();
    }
}
