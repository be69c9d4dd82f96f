package dev.imagemanager.pipeline.generate;

import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.rendering.RenderedTarget;
import java.util.List;
import java.util.Map;

/**
 * A fleet without mistakes: resolved, rendered and ordered, nothing written yet.
 *
 * @param notes what is worth knowing about it
 */
public record GeneratedFleet(
        Fleet fleet, DependencyGraph graph, Map<TargetName, RenderedTarget> rendered, List<Problem> notes) {

    public GeneratedFleet {
        rendered = Map.copyOf(rendered);
        notes = List.copyOf(notes);
    }

    /** The same fleet, built under other settings; nothing that was rendered depends on them. */
    public GeneratedFleet with(FleetSettings settings) {
        return new GeneratedFleet(fleet.with(settings), graph, rendered, notes);
    }
}
