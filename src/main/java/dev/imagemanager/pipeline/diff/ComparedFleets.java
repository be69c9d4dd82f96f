package dev.imagemanager.pipeline.diff;

import dev.imagemanager.problem.Problem;
import java.util.List;

/**
 * Two states of a fleet, and what differs.
 *
 * @param notes about the revisions
 */
public record ComparedFleets(FleetState before, FleetState after, FleetDiff diff, List<Problem> notes) {

    public ComparedFleets {
        notes = List.copyOf(notes);
    }
}
