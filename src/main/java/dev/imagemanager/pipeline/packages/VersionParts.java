package dev.imagemanager.pipeline.packages;

import java.util.Optional;

/** {@code [epoch:]version[-release]}, as in versions of Debian and RPM. */
record VersionParts(Optional<String> epoch, String version, Optional<String> release) {

    static VersionParts of(String text) {
        int colon = text.indexOf(':');
        boolean hasEpoch = colon > 0 && Numerals.end(text, 0) == colon;
        String rest = hasEpoch ? text.substring(colon + 1) : text;
        int hyphen = rest.lastIndexOf('-');
        return new VersionParts(
                hasEpoch ? Optional.of(text.substring(0, colon)) : Optional.empty(),
                hyphen < 0 ? rest : rest.substring(0, hyphen),
                hyphen < 0 ? Optional.empty() : Optional.of(rest.substring(hyphen + 1)));
    }
}
