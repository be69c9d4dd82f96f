package dev.imagemanager.pipeline.registry;

import dev.imagemanager.reference.Digest;
import java.util.Locale;
import java.util.Optional;

/**
 * What a tag is for the fleet.
 *
 * @param of the tag of the fleet that an alias, a snapshot or an image for a platform belongs to
 * @param snapshot the name of the snapshot
 * @param subject what an attachment belongs to, as far as its tag says so
 */
public record TagMeaning(Kind kind, Optional<String> of, Optional<String> snapshot, Optional<Digest> subject) {

    /** Kinds of tags, in the order in which they are listed. */
    public enum Kind {
        /** The tag of a target. */
        VERSION,
        /** An alias of the fleet. */
        ALIAS,
        /** The image of a target for one of its platforms. */
        PLATFORM,
        /** A target or alias that was published as a snapshot. */
        SNAPSHOT,
        /** The key of a build. */
        KEY,
        /** The key of a test. */
        TEST,
        /** A signature, an attestation, or a list of these. */
        ATTACHMENT,
        /** The fleet does not define it. */
        ORPHAN;

        /** Returns the name in documents and tables. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static TagMeaning of(Kind kind) {
        return new TagMeaning(kind, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static TagMeaning belongingTo(Kind kind, String tag) {
        return new TagMeaning(kind, Optional.of(tag), Optional.empty(), Optional.empty());
    }

    static TagMeaning snapshotOf(String tag, String snapshot) {
        return new TagMeaning(Kind.SNAPSHOT, Optional.of(tag), Optional.of(snapshot), Optional.empty());
    }

    static TagMeaning attachmentTo(Optional<Digest> subject) {
        return new TagMeaning(Kind.ATTACHMENT, Optional.empty(), Optional.empty(), subject);
    }

    /** Returns whether it is attached to something else. */
    boolean isAttached() {
        return kind == Kind.ATTACHMENT || kind == Kind.TEST;
    }

    /** Returns whether the fleet has it as long as its definitions do not change. */
    boolean isDefined() {
        return kind == Kind.VERSION || kind == Kind.ALIAS || kind == Kind.PLATFORM;
    }
}
