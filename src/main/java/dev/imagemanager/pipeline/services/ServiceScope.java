package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.FleetSettings;
import java.nio.file.Path;

/**
 * The fleet that services are for; each has its own.
 *
 * @param directory the fleet's directory, absolute
 * @param settings in which the build registry is the one that is in use, once that is known
 */
public record ServiceScope(Path directory, FleetSettings settings) {}
