package dev.imagemanager.pipeline.registry;

import dev.imagemanager.reference.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something to remove from a repository.
 *
 * @param tags all that it has; the only ones that are removed if it stays itself
 * @param isTagOnly whether it stays, since something that is kept needs it
 * @param stage when it is removed
 * @param owners what must be removed before, and is to be removed too
 * @param detail the name of a snapshot
 * @param bytes the size of its images
 */
public record Removal(
        FleetRepository repository,
        Digest digest,
        SortedSet<String> tags,
        boolean isTagOnly,
        Reason reason,
        Stage stage,
        Set<Digest> owners,
        Optional<String> detail,
        Optional<Instant> time,
        long bytes) {

    public Removal {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        owners = Set.copyOf(owners);
    }

    /** Why it is removed. */
    public enum Reason {
        SNAPSHOT,
        ORPHAN,
        /** No target has the key. */
        KEY,
        /** An index that is removed lists it. */
        PART,
        /** It is attached to something that is removed. */
        ATTACHED,
        /** It is attached to something that does not exist. */
        DANGLING;

        /** Returns the name in documents. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The order of removal. An index goes before what it lists, and an image before its signatures: whoever ends the program in
     * between leaves no tag of an image that lacks something, and finds the attachments again by their tags.
     */
    public enum Stage {
        IMAGE,
        PART,
        /** What lists of attachments list goes before the lists, which are the only way to it. */
        ATTACHED_PART,
        ATTACHMENT
    }

    /** Returns whether another plan says the same. */
    boolean isSame(Removal other) {
        return digest.equals(other.digest) && tags.equals(other.tags) && isTagOnly == other.isTagOnly;
    }
}
