package dev.imagemanager.infra.buildkit;

import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.reference.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Passes the keys of the layer cache to a BuildKit daemon in its environment (AWS SDK for Go v2, "Configuring the
 * SDK"). All users of the machine could read them in the arguments of buildctl.
 */
final class CacheKeys {

    private CacheKeys() {}

    /** The prefix of the names of all variables that the SDK reads. */
    static final String PREFIX = "AWS_";

    /** @param others other variables of the daemon */
    static Map<String, String> with(Optional<ObjectStore> cache, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        all.putAll(environment(cache));
        return all;
    }

    static Map<String, String> environment(Optional<ObjectStore> cache) {
        return keys(cache)
                .map(keys -> without(
                        Map.of(
                                "AWS_ACCESS_KEY_ID",
                                keys.access(),
                                "AWS_SECRET_ACCESS_KEY",
                                keys.secret().value()),
                        "/dev/null"))
                .orElse(Map.of());
    }

    /**
     * Returns the variables for a container, with the keys in a file, since {@code docker inspect} shows the
     * environment.
     *
     * @param file the path of a file with {@link #fileContent}
     */
    static Map<String, String> environment(Optional<ObjectStore> cache, String file) {
        return keys(cache).map(keys -> without(Map.of(), file)).orElse(Map.of());
    }

    /** Disables other sources of credentials: the files of the user, and the EC2 instance metadata service. */
    private static Map<String, String> without(Map<String, String> keys, String file) {
        Map<String, String> environment = new HashMap<>(keys);
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", file);
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        return environment;
    }

    /** Returns a credentials file (AWS SDKs and Tools Reference Guide, "Shared config and credentials files"). */
    static Optional<String> fileContent(Optional<ObjectStore> cache) {
        return keys(cache)
                .map(keys -> "[default]\naws_access_key_id = " + keys.access() + "\naws_secret_access_key = "
                        + keys.secret().value() + "\n");
    }

    /** Returns a hash of the keys, which shows whether they have changed; empty without keys. */
    static Optional<String> fingerprint(Optional<ObjectStore> cache) {
        return keys(cache)
                .map(keys ->
                        Digest.of(keys.access() + "\n" + keys.secret().value()).hex());
    }

    private static Optional<Keys> keys(Optional<ObjectStore> cache) {
        return cache.flatMap(ObjectStore::keys);
    }
}
