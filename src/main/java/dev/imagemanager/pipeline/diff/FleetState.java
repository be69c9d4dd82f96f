package dev.imagemanager.pipeline.diff;

import dev.imagemanager.pipeline.revision.Revision;
import java.util.Optional;

/**
 * One of the two states of a fleet that are compared.
 *
 * @param revision empty for the working tree
 * @param commit the id of the revision's commit; empty for the working tree
 */
public record FleetState(Optional<Revision> revision, Optional<String> commit) {

    /** Enough to tell commits apart. */
    private static final int LENGTH_OF_SHORT_ID = 12;

    public static final FleetState WORKING_TREE = new FleetState(Optional.empty(), Optional.empty());

    /** Returns the first digits of the commit's id. */
    Optional<String> shortCommit() {
        return commit.map(id -> id.substring(0, Math.min(id.length(), LENGTH_OF_SHORT_ID)));
    }
}
