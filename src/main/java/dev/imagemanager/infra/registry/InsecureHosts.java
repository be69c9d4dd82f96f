package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.http.ServerTrust;
import dev.imagemanager.model.settings.Registry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Finds out whether a registry that need not be secure speaks TLS or plain HTTP. As in BuildKit (util/resolver, {@code
 * httpFallback}), TLS is tried first, and a refused connection only means HTTP if no port is given. Thread-safe.
 */
final class InsecureHosts {

    /** The limit that BuildKit has for the TLS handshake. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private static final Pattern WITH_PORT = Pattern.compile(".*:[0-9]+");

    private static final Logger LOG = Logger.getLogger(InsecureHosts.class);

    private final OutgoingHttp http;
    private final Map<String, Boolean> isPlain = new HashMap<>();

    InsecureHosts(OutgoingHttp http) {
        this.http = http;
    }

    /** Returns whether a registry is known to speak plain HTTP. */
    synchronized boolean isKnownAsPlain(Registry registry) {
        return isPlain.getOrDefault(registry.host(), false);
    }

    /** Connects, if this was not found out yet. */
    synchronized void find(Registry registry) throws InterruptedException {
        String host = registry.host();
        if (isPlain.containsKey(host)) {
            return;
        }
        try {
            http.send(
                    http.request("https://" + host + "/v2/").build(),
                    BodyHandlers.discarding(),
                    TIME_LIMIT,
                    ServerTrust.of(registry.authority(), false));
            isPlain.put(host, false);
        } catch (IOException failure) {
            LOG.debugf(failure, "%s does not speak TLS", host);
            if (!(failure instanceof ConnectException && WITH_PORT.matcher(host).matches())) {
                isPlain.put(host, true);
            }
        }
    }
}
