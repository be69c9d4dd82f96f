package dev.imagemanager.model;

/**
 * What holds for the whole fleet.
 *
 * @param buildRegistry host and port of the registry that every build goes to
 * @param keepArchives whether {@code image.tar} stays in {@code dist/}
 */
public record FleetSettings(String buildRegistry, boolean keepArchives) {}
