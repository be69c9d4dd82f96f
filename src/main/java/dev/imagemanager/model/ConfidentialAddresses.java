package dev.imagemanager.model;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that credentials are not for an address where everybody on the network can read them. Connections refuse to send
 * them there; this tells it before one is made.
 */
final class ConfidentialAddresses {

    private static final Pattern PLAIN_HTTP = Pattern.compile("(?i)http://(?:[^/@]*@)?([^/]+).*");

    private ConfidentialAddresses() {}

    private static boolean isPlainHttpElsewhere(String address) {
        Matcher matcher = PLAIN_HTTP.matcher(address);
        return matcher.matches() && !Registry.isThisMachine(matcher.group(1));
    }

    static void check(FleetConfig settings, Problems problems) {
        settings.cache().ifPresent(cache -> {
            if (cache.endpoint() != null && cache.accessKey().isPresent() && isPlainHttpElsewhere(cache.endpoint())) {
                problems.add(Problem.note(
                                settings.locations().of("cache.endpoint"),
                                "'cache.endpoint' is an address with plain HTTP: others on the network can read the access"
                                        + " key (not the secret key, which only signs) and the layers")
                        .withHint("use https if the service offers it"));
            }
        });
        for (int i = 0; i < settings.registries().size(); i++) {
            FleetConfig.RegistryConfig registry = settings.registries().get(i);
            String path = "registries[" + i + "]";
            boolean hasCredentials =
                    registry.username().isPresent() || registry.password().isPresent();
            if (registry.url() != null
                    && hasCredentials
                    && registry.insecure().orElse(false)
                    && !Registry.isThisMachine(SettingsResolver.hostOf(registry))) {
                problems.add(Problem.error(
                                settings.locations().of(path + ".insecure"),
                                "'" + path
                                        + "' has credentials, but 'insecure: true' would send them over plain HTTP to"
                                        + " another machine")
                        .withHint("remove 'insecure' and use TLS, with 'ca' for a certificate authority of your own; or"
                                + " remove the credentials"));
            }
        }
    }
}
