package dev.imagemanager.infra.buildkit;

import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.reference.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys to the layer cache as a BuildKit daemon takes them, from its environment (AWS SDK for Go, version 2, "Configuring
 * the SDK"): arguments of buildctl could be read by every user of the machine.
 */
final class CacheKeys {

    private CacheKeys() {}

    /** How the names of all variables begin that the SDK heeds. */
    static final String PREFIX = "AWS_";

    /** @param others variables for the daemon that are no business of the cache's */
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
     * The same for a container, whose environment is shown to whoever inspects it: the keys are in a file.
     *
     * @param file that has {@link #fileContent}
     */
    static Map<String, String> environment(Optional<ObjectStore> cache, String file) {
        return keys(cache).map(keys -> without(Map.of(), file)).orElse(Map.of());
    }

    /** With nothing else that the SDK would look for: files of the user's, and the cloud that the machine may run in. */
    private static Map<String, String> without(Map<String, String> keys, String file) {
        Map<String, String> environment = new HashMap<>(keys);
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", file);
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        return environment;
    }

    /** AWS SDKs and Tools Reference Guide, "Shared config and credentials files". */
    static Optional<String> fileContent(Optional<ObjectStore> cache) {
        return keys(cache)
                .map(keys -> "[default]\naws_access_key_id = " + keys.access() + "\naws_secret_access_key = "
                        + keys.secret().value() + "\n");
    }

    /** Tells whether a daemon has the keys of now, without telling the keys; empty for none. */
    static Optional<String> fingerprint(Optional<ObjectStore> cache) {
        return keys(cache)
                .map(keys ->
                        Digest.of(keys.access() + "\n" + keys.secret().value()).hex());
    }

    private static Optional<Keys> keys(Optional<ObjectStore> cache) {
        return cache.flatMap(ObjectStore::keys);
    }
}
