package dev.imagemanager.pipeline.registry;

import dev.imagemanager.model.Image;
import dev.imagemanager.model.settings.Registry;
import java.util.List;

/**
 * A repository of a registry with images of the fleet.
 *
 * @param name in the registry, with its path
 * @param images of the fleet that are there; more than one only where their repositories have the same name
 * @param isForBuilds whether it is in the build registry
 */
public record FleetRepository(Registry registry, String name, List<Image> images, boolean isForBuilds) {

    public FleetRepository {
        images = List.copyOf(images);
    }

    /** Returns the name with the registry, as in an image reference. */
    @Override
    public String toString() {
        return registry.host() + "/" + name;
    }
}
