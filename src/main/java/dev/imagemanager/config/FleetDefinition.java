package dev.imagemanager.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings and image definitions of a fleet, as written.
 *
 * @param directory the fleet's directory, absolute
 * @param images sorted by file
 */
public record FleetDefinition(Path directory, FleetConfig settings, List<ImageConfig> images) {

    public FleetDefinition {
        images = List.copyOf(images);
    }
}
