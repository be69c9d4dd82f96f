package dev.imagemanager.infra.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Refuses servers on this machine and in networks that are not public, for addresses that a stranger wrote: such servers
 * often answer without asking who wants to know.
 */
@Singleton
public final class PublicNetwork implements OutgoingHttp.Destinations {

    private final EnvironmentProxies proxies;

    @Inject
    public PublicNetwork(EnvironmentProxies proxies) {
        this.proxies = proxies;
    }

    /**
     * A proxy looks up names itself, and decides for itself where it connects to.
     *
     * @throws IOException if the server is elsewhere, or its name is not known
     */
    @Override
    public void require(URI address) throws IOException {
        String host = NoProxy.withoutBrackets(address.getHost());
        if (isProxied(address) && IpAddress.parse(host).isEmpty()) {
            return;
        }
        for (InetAddress place : addresses(host)) {
            if (!isPublic(place)) {
                throw new IOException(host + " is not in the public network, and the fleet is not trusted");
            }
        }
    }

    private boolean isProxied(URI address) throws IOException {
        try {
            return proxies.proxyFor(address).isPresent();
        } catch (IllegalArgumentException invalidProxy) {
            throw new IOException(invalidProxy.getMessage(), invalidProxy);
        }
    }

    private static InetAddress[] addresses(String host) throws IOException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new IOException("the host " + host + " is not known", unknown);
        }
    }

    /** RFC 1918, 3927, 4193, 4291, 6598. */
    static boolean isPublic(InetAddress place) {
        byte[] bytes = place.getAddress();
        boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean isThisNetwork = bytes.length == 4 && bytes[0] == 0;
        return !place.isLoopbackAddress()
                && !place.isAnyLocalAddress()
                && !place.isLinkLocalAddress()
                && !place.isSiteLocalAddress()
                && !place.isMulticastAddress()
                && !isUniqueLocal
                && !isShared
                && !isThisNetwork;
    }
}
