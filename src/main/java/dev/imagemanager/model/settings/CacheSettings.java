package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetConfig.CacheConfig;
import dev.imagemanager.config.FleetConfig.Secret;
import java.util.Optional;

/** The location of the layer cache that builds share, in addition to the builder's own cache. */
public sealed interface CacheSettings {

    /** Switched off in the configuration. */
    record SwitchedOff() implements CacheSettings {}

    /** In a store that is a service of the fleet's own, where one can be run. */
    record OwnService() implements CacheSettings {}

    /**
     * A bucket of an object store.
     *
     * @param endpoint address with its scheme
     * @param keys empty if none are known
     * @param hasBucketInPath whether the bucket stands in the path of addresses, not in the name of the host
     */
    record ObjectStore(String endpoint, String bucket, String region, Optional<Keys> keys, boolean hasBucketInPath)
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
