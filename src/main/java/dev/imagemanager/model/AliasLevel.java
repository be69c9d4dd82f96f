package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** How many numbers of a version an alias keeps. */
public enum AliasLevel {
    MAJOR,
    MINOR,
    /** All three; different from the tag only if that has a revision. */
    PATCH;

    /** Returns the alias for a version; empty if the version has fewer numbers. */
    Optional<String> aliasOf(TagVersion version) {
        return ordinal() < version.lines().size()
                ? Optional.of(version.lines().get(ordinal()) + version.suffix())
                : Optional.empty();
    }

    /** Returns the numbers that all versions with the same alias have in common. */
    List<BigInteger> line(TagVersion version) {
        return version.numbers().stream()
                .limit(ordinal() + 1L)
                .map(BigInteger::new)
                .toList();
    }
}
