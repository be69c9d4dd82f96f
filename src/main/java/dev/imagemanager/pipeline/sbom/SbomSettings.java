package dev.imagemanager.pipeline.sbom;

/**
 * The settings of SBOMs.
 *
 * @param force whether to scan what is up to date too
 * @param isOptional whether only fleets that want SBOMs get them
 */
public record SbomSettings(boolean force, boolean isOptional) {}
