package dev.imagemanager.model;

import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.util.Optional;

/** How tags are read as versions: the value of {@code versioning} in a definition. */
interface Versioning {

    /** Reads no tag as a version; for a value that is invalid and was already reported. */
    Versioning NONE = (tag, problems) -> Optional.empty();

    /**
     * @param tag without the suffix of a variant
     * @param problems receives mistakes of the value that only a tag shows
     * @return empty if the tag is not a version
     */
    Optional<TagVersion> read(String tag, Problems problems);

    /** @param suffixOfVariant may be empty */
    default Optional<TagVersion> read(String tag, String suffixOfVariant, Problems problems) {
        return read(tag, problems).map(version -> version.followedBy(suffixOfVariant));
    }

    /** @param place of the value */
    static Versioning of(String value, SourceLocation place, Problems problems) {
        return UsualVersioning.find(value).<Versioning>map(usual -> usual).orElseGet(() -> VersionPattern.compile(
                        value, place, problems)
                .<Versioning>map(pattern -> pattern)
                .orElse(NONE));
    }
}
