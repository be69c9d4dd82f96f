package dev.imagemanager.pipeline.registry;

import dev.imagemanager.reference.Digest;
import java.util.Locale;

/** A tag that could be removed by its kind, but stays. */
public record Stay(String tag, Digest digest, Reason reason) {

    /** Why it stays. */
    public enum Reason {
        /** It is younger than the rules say. */
        YOUNG,
        /** The rules ask for its age, which nobody knows. */
        AGE_UNKNOWN,
        /** It is one of the newest that {@code keep_last} keeps. */
        LAST,
        /** Something that is kept needs it. */
        NEEDED,
        /** A target of the fleet has the key. */
        IN_USE,
        /** The keys of the fleet are not known. */
        KEYS_UNKNOWN,
        /** No rule is about it. */
        NO_RULE;

        /** Returns the name in documents. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
