package dev.imagemanager.pipeline.registry;

import java.nio.file.Path;
import java.util.List;

/**
 * Where to look for what.
 *
 * @param directory the fleet's directory
 * @param images names of images of the fleet; empty for all
 * @param from registries with an optional path; empty, without the build registry, for those where images are published
 * @param inBuildRegistry whether to look in the build registry
 */
public record RegistryQuery(Path directory, List<String> images, List<String> from, boolean inBuildRegistry) {

    public RegistryQuery {
        images = List.copyOf(images);
        from = List.copyOf(from);
    }
}
