package dev.imagemanager.infra.config;

import dev.imagemanager.config.BuildConfig;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.PruneConfig;
import dev.imagemanager.config.PublishConfig;
import dev.imagemanager.config.ServicesConfig;
import dev.imagemanager.config.TagConfig;
import dev.imagemanager.config.TimeoutConfig;
import dev.imagemanager.config.VariantConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Registers the records that Hibernate Validator reads by reflection, as native executables require. A test compares
 * this list with the constraints in the code.
 */
@RegisterForReflection(
        targets = {
            BuildConfig.class,
            BuildConfig.SecretConfig.class,
            FleetConfig.class,
            FleetConfig.CacheConfig.class,
            FleetConfig.RegistryConfig.class,
            ImageConfig.class,
            PruneConfig.class,
            PublishConfig.class,
            PublishConfig.SignConfig.class,
            ServicesConfig.class,
            ServicesConfig.ServiceConfig.class,
            TagConfig.class,
            TimeoutConfig.class,
            VariantConfig.class
        })
final class ValidatedTypes {

    private ValidatedTypes() {}
}
