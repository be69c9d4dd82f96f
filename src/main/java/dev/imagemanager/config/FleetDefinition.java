package dev.imagemanager.config;

import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The settings and image definitions of a fleet, as written.
 *
 * @param directory the fleet's directory, absolute
 * @param images sorted by file
 * @param withheld a note about what a fleet that is not trusted does not get
 * @param publishedNames what the images are called in registries
 * @param environment the environment variables that the files use
 */
public record FleetDefinition(
        Path directory,
        FleetConfig settings,
        List<ImageConfig> images,
        SortedSet<EnvironmentUse> environment,
        List<PublishedName> publishedNames,
        Optional<Problem> withheld) {

    public FleetDefinition {
        images = List.copyOf(images);
        publishedNames = List.copyOf(publishedNames);
        environment = Collections.unmodifiableSortedSet(new TreeSet<>(environment));
    }
}
