package dev.imagemanager.pipeline.packages;

import java.util.Set;

/**
 * Compares an installed version with a queried one as the package manager of an ecosystem does. Parts that the query leaves
 * out are not compared, as RPM does with releases: {@code 3.0.14-1~deb12u2} is {@code 3.0.14}, and {@code 1:1.2.13} is
 * {@code 1.2.13}.
 */
interface VersionOrder {

    /** @return negative, zero or positive, as the installed version is lower, equal or higher */
    int compare(String installed, String queried);

    /** The types whose versions are those of Semantic Versioning, by package URL ("Known types"). */
    Set<String> SEMANTIC = Set.of("cargo", "composer", "golang", "hex", "npm", "nuget", "pub", "swift");

    /** @param type of a package URL */
    static VersionOrder of(String type) {
        return switch (type) {
            case "deb" -> new DebianOrder();
            case "rpm" -> new RpmOrder();
            default -> SEMANTIC.contains(type) ? new SemanticOrder() : new GeneralOrder(type);
        };
    }
}
