package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.RepositoryPattern;

/**
 * A registry, with an optional path, where images are published.
 *
 * @param repositories how repositories below the path are named
 * @param hasImmutableTags whether tags that are full versions keep their digest
 * @param isDefault whether images go there unless the command says otherwise
 */
public record PublishPlace(
        Registry registry, RepositoryPattern repositories, boolean hasImmutableTags, boolean isDefault) {

    /** Returns a registry whose repositories have the names of images. */
    public static PublishPlace at(Registry registry) {
        return new PublishPlace(registry, RepositoryPattern.DEFAULT, true, false);
    }

    /** Returns how images are published where the configuration names no registry. */
    static PublishPlace standard(FleetConfig config) {
        return new PublishPlace(
                Registry.at("localhost"),
                config.publish().repository().map(RepositoryPattern::new).orElse(RepositoryPattern.DEFAULT),
                config.publish().immutableTags().orElse(true),
                false);
    }

    static PublishPlace of(FleetConfig config, FleetConfig.RegistryConfig written, Registry registry) {
        return new PublishPlace(
                registry,
                config.repositoriesIn(written),
                written.immutableTags().or(config.publish()::immutableTags).orElse(true),
                written.isDefault());
    }

    PublishPlace in(Registry other) {
        return new PublishPlace(other, repositories, hasImmutableTags, isDefault);
    }

    /** Returns the repository of an image of the fleet, without the registry's host. */
    public String repository(String image) {
        return registry.repository(repositories.of(image));
    }

    /** Returns the repository of an image of the fleet, with the registry's host. */
    public String qualifiedRepository(String image) {
        return registry.host() + "/" + repository(image);
    }

    @Override
    public String toString() {
        return registry.toString();
    }
}
