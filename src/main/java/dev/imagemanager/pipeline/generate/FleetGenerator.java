package dev.imagemanager.pipeline.generate;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetDefinition;
import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.ModelResolver;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.rendering.RenderedTarget;
import dev.imagemanager.rendering.Renderer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a fleet's directory and makes everything of it that does not need the outside world. */
@Singleton
public final class FleetGenerator {

    private final ConfigLoader loader;

    @Inject
    public FleetGenerator(ConfigLoader loader) {
        this.loader = loader;
    }

    /**
     * @param directory the fleet's directory
     * @throws InputException with everything that is wrong in the fleet's files
     */
    public GeneratedFleet generate(Path directory) {
        Problems problems = new Problems();
        FleetDefinition definition = loader.load(directory, problems);
        Fleet fleet = ModelResolver.resolve(definition, problems);
        boolean definitionsAreGood = !problems.hasErrors();
        Map<TargetName, RenderedTarget> rendered = render(fleet, problems);
        if (definitionsAreGood && rendered.size() == fleet.targets().size()) {
            Map<TargetName, Dockerfile> dockerfiles = new HashMap<>();
            rendered.forEach((target, files) -> dockerfiles.put(target, files.dockerfile()));
            Problems inGraph = new Problems();
            DependencyGraph graph = DependencyGraph.of(fleet, dockerfiles, inGraph);
            Renderer.explain(fleet, inGraph, problems);
            problems.throwIfAny();
            return new GeneratedFleet(fleet, graph, rendered, problems.notes());
        }
        problems.throwIfAny();
        throw new IllegalStateException("targets without files, but no problem");
    }

    private static Map<TargetName, RenderedTarget> render(Fleet fleet, Problems problems) {
        Renderer renderer = new Renderer(fleet, problems);
        Map<TargetName, RenderedTarget> rendered = new HashMap<>();
        fleet.targets().values().parallelStream()
                .map(renderer::render)
                .flatMap(Optional::stream)
                .toList()
                .forEach(files -> rendered.put(files.target().name(), files));
        return rendered;
    }
}
