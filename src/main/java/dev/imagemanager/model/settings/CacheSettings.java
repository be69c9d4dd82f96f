package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetConfig.CacheConfig;
import dev.imagemanager.config.FleetConfig.Secret;
import java.util.Optional;

/** Where the layers of builds are kept for later builds, beside the builder's own cache. */
public sealed interface CacheSettings {

    /** Nowhere, since the configuration says so. */
    record SwitchedOff() implements CacheSettings {}

    /** In a Garage of the fleet's own, where one can be run. */
    record OwnService() implements CacheSettings {}

    /**
     * In a bucket of an object store.
     *
     * @param endpoint address with its scheme
     * @param keys empty if none are known
     * @param usePathStyle whether the bucket stands in the path of addresses, not in the name of the host
     */
    record ObjectStore(String endpoint, String bucket, String region, Optional<Keys> keys, boolean usePathStyle)
            implements CacheSettings {

        /** What a bucket is called when nobody gave it a name. */
        public static final String DEFAULT_BUCKET = "buildkit-cache";

        private static final String DEFAULT_REGION = "us-east-1";

        @Override
        public String toString() {
            return endpoint + ", bucket " + bucket;
        }
    }

    /** Text of this never shows the secret one. */
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

    /** A variable that is set to nothing gives no key. */
    private static Optional<Secret> written(Optional<Secret> secret) {
        return secret.filter(value -> !value.value().isEmpty());
    }
}
