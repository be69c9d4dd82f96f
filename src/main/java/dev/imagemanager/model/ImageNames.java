package dev.imagemanager.model;

import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.Patterns;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Grammar;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Determines the name of a definition's image, from its {@code name} or its directories. */
final class ImageNames {

    private static final Pattern VERSION_LINE = Pattern.compile("v?[0-9]+(\\.[0-9]+)*");
    private static final Path BASE_DIRECTORY = Path.of("base");

    private ImageNames() {}

    /** Returns whether the image is a base image: its definition says so, or is below a directory {@code base}. */
    static boolean isBaseImage(ImageConfig config) {
        if (config.isBaseImage()) {
            return true;
        }
        for (Path part : config.directory()) {
            if (part.equals(BASE_DIRECTORY)) {
                return true;
            }
        }
        return false;
    }

    /** @return empty if a problem was added */
    static Optional<String> nameOf(ImageConfig config, Problems problems) {
        if (config.name().isPresent()) {
            return config.name().filter(name -> !config.isFaulty("name"));
        }
        String directory = config.directory().getFileName().toString();
        boolean isVersionLine =
                VERSION_LINE.matcher(directory).matches() && config.directory().getNameCount() > 2;
        String name = isVersionLine && !isBaseImage(config)
                ? config.directory().getParent().getFileName().toString()
                : directory;
        if (!Grammar.isName(name)) {
            problems.add(Problem.error(
                            config.locationOf(""),
                            "the directory's name " + Excerpt.of(name) + " " + Patterns.IMAGE_NAME_RULE)
                    .withHint("rename the directory, or set 'name' in this file"));
            return Optional.empty();
        }
        return Optional.of(name);
    }
}
