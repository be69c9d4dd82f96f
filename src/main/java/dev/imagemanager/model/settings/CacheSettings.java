package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetConfig.CacheConfig;
import dev.imagemanager.config.FleetConfig.Secret;
import java.util.Optional;

/** The location of the layer cache that builds share, in addition to the builder's own cache. */
public sealed interface CacheSettings {

    /** Switched off in the configuration. */
    record SwitchedOff() implements CacheSettings {}

    /** The fleet's own Garage service, if it can be run. */
    record OwnService() implements CacheSettings {}

    /**
     * A bucket of an object store.
     *
     * @param endpoint URL of the store
     * @param keys empty if there are none
     * @param usePathStyle whether URLs contain the bucket in the path instead of the host name
     */
    record ObjectStore(String endpoint, String bucket, String region, Optional<Keys> keys, boolean usePathStyle)
            implements CacheSettings {

        /** The default name of the bucket. */
        public static final String DEFAULT_BUCKET = "buildkit-cache";

        private static final String DEFAULT_REGION = "us-east-1";

        @Override
        public String toString() {
            return endpoint + ", bucket " + bucket;
        }
    }

    /** An access key. {@code toString} does not contain the secret. */
    record Keys(String access, Secret secret) {}

    static CacheSettings of(FleetConfig config) {
        if (config.cacheSwitchedOff()) {
            return new SwitchedOff();
        }
        return config.cache()
                .filter(cache -> cache.endpoint() != null)
                .<CacheSettings>map(CacheSettings::objectStore)
                .orElseGet(OwnService::new);
    }

    private static ObjectStore objectStore(CacheConfig cache) {
        return new ObjectStore(
                cache.endpoint(),
                cache.bucket().orElse(ObjectStore.DEFAULT_BUCKET),
                cache.region().orElse(ObjectStore.DEFAULT_REGION),
                written(cache.accessKey())
                        .flatMap(access -> written(cache.secretKey()).map(secret -> new Keys(access.value(), secret))),
                cache.usePathStyle().orElse(true));
    }

    /** Treats an empty value as missing. */
    private static Optional<Secret> written(Optional<Secret> secret) {
        return secret.filter(value -> !value.value().isEmpty());
    }
}
