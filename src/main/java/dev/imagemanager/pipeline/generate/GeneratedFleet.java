package dev.imagemanager.pipeline.generate;

import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.rendering.RenderedTarget;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A valid fleet: resolved, rendered and ordered, but not written yet.
 *
 * @param graph for the platforms of a command
 * @param portableGraph for the platforms in the definitions, linux/amd64 where there are none: it is the same on every
 *     machine
 * @param notes notes about the fleet
 */
public record GeneratedFleet(
        Fleet fleet,
        DependencyGraph graph,
        DependencyGraph portableGraph,
        Map<TargetName, RenderedTarget> rendered,
        List<Problem> notes) {

    public GeneratedFleet {
        rendered = Map.copyOf(rendered);
        notes = List.copyOf(notes);
    }

    /** Returns targets by their names, in build order. */
    public List<Target> targets(Collection<TargetName> names) {
        return graph.inBuildOrder(names).stream().map(fleet.targets()::get).toList();
    }
}
