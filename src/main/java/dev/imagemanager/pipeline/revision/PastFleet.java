package dev.imagemanager.pipeline.revision;

import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A fleet at a revision.
 *
 * @param commit the id of the commit
 * @param fleet without its files, which are not there any more; empty if the revision has no fleet in this directory
 * @param files all files of the fleet's directory
 * @param notes about the revision
 */
public record PastFleet(
        Revision revision, String commit, Optional<GeneratedFleet> fleet, PastFiles files, List<Problem> notes) {

    public PastFleet {
        notes = List.copyOf(notes);
    }
}
