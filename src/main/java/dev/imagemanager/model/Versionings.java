package dev.imagemanager.model;

import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The versionings of one definition. Each is read once, so that each mistake is reported once. */
final class Versionings {

    private final ImageConfig definition;
    private final Problems problems;
    private final Map<SourceLocation, Versioning> known = new LinkedHashMap<>();

    Versionings(ImageConfig definition, Problems problems) {
        this.definition = definition;
        this.problems = problems;
    }

    /** Returns that of the definition. */
    Versioning common() {
        return of(definition.versioning(), "versioning").orElse(UsualVersioning.SEMVER);
    }

    /**
     * @param value as written in a tag or a variant
     * @param path of the key
     */
    Optional<Versioning> of(Optional<String> value, String path) {
        SourceLocation place = definition.locationOf(path);
        return value.map(text -> known.computeIfAbsent(place, key -> Versioning.of(text, key, problems)));
    }

    /** Notes patterns that are used, but match no tag. */
    void noteUnmatched() {
        known.values().forEach(versioning -> {
            if (versioning instanceof VersionPattern pattern) {
                pattern.unmatched().ifPresent(problems::add);
            }
        });
    }
}
