package dev.imagemanager.model;

import java.util.Map;

/**
 * What holds for the whole fleet.
 *
 * @param buildRegistry host and port of the registry that every build goes to
 * @param mirrors registry host → host that is asked instead
 * @param keepArchives whether {@code image.tar} stays in {@code dist/}
 */
public record FleetSettings(String buildRegistry, Map<String, String> mirrors, boolean keepArchives) {
    public FleetSettings {
        mirrors = Map.copyOf(mirrors);
    }
}
