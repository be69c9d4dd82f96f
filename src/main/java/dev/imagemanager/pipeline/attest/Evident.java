package dev.imagemanager.pipeline.attest;

import java.util.Locale;
import java.util.Optional;

/** What can be attached to an image. */
public enum Evident {
    SIGNATURE,
    PROVENANCE,
    SBOM,
    TESTS;

    /** Returns what a statement is about; empty if it is about something else. */
    static Optional<Evident> of(String predicateType) {
        return switch (predicateType) {
            case Provenance.PREDICATE_TYPE -> Optional.of(PROVENANCE);
            case Sbom.PREDICATE_TYPE -> Optional.of(SBOM);
            case TestResult.PREDICATE_TYPE -> Optional.of(TESTS);
            default -> Optional.empty();
        };
    }

    /** Returns a lower-case word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
