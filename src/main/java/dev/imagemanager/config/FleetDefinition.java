package dev.imagemanager.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Everything that is written about a fleet.
 *
 * @param directory the fleet's directory, absolute
 * @param images sorted by file
 */
public record FleetDefinition(Path directory, FleetConfig settings, List<ImageConfig> images) {

    public FleetDefinition {
        images = List.copyOf(images);
    }
}
