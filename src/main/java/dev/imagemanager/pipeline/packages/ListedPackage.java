package dev.imagemanager.pipeline.packages;

import java.util.Optional;

/**
 * A package in an SBOM.
 *
 * @param version as it is written; may be empty
 * @param type of its package URL: {@code deb}; empty if it has none
 * @param license as an SPDX license expression; empty if it is not known
 * @param purl its package URL
 * @param source the source package that it was built from, if it has another name
 */
public record ListedPackage(
        String name, String version, String type, String license, Optional<String> purl, Optional<String> source) {

    /** Returns whether it or its source package has a name. */
    boolean isCalled(NamePattern pattern) {
        return pattern.matches(name) || source.filter(pattern::matches).isPresent();
    }

    /** Returns what it has in common with its other versions. */
    String identity() {
        return purl.map(PackageUrl::withoutVersion).orElse(name);
    }
}
