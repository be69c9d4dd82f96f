package dev.imagemanager.infra.config;

import dev.imagemanager.config.BuildConfig;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.ServicesConfig;
import dev.imagemanager.config.TagConfig;
import dev.imagemanager.config.VariantConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The records whose components Hibernate Validator reads by reflection, which a native executable allows only for types
 * that are registered. A test holds this list against the constraints that there are.
 */
@RegisterForReflection(
        targets = {
            BuildConfig.class,
            BuildConfig.SecretConfig.class,
            FleetConfig.class,
            FleetConfig.CacheConfig.class,
            FleetConfig.RegistryConfig.class,
            ImageConfig.class,
            ServicesConfig.class,
            ServicesConfig.ServiceConfig.class,
            TagConfig.class,
            VariantConfig.class
        })
final class ValidatedTypes {

    private ValidatedTypes() {}
}
