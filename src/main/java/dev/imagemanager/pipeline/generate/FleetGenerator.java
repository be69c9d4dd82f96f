package dev.imagemanager.pipeline.generate;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetDefinition;
import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.graph.BuildPlatforms;
import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.graph.DependencySorter;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.ModelResolver;
import dev.imagemanager.model.PlatformTags;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.rendering.RenderedTarget;
import dev.imagemanager.rendering.Renderer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and renders a fleet. Needs no network and no services. */
@ApplicationScoped
public final class FleetGenerator {

    private final ConfigLoader loader;
    private final ModelResolver resolver;
    private final DependencySorter sorter;

    @Inject
    public FleetGenerator(ConfigLoader loader, ModelResolver resolver, DependencySorter sorter) {
        this.loader = loader;
        this.resolver = resolver;
        this.sorter = sorter;
    }

    /**
     * Returns the fleet with the graph of {@link BuildPlatforms#PORTABLE}.
     *
     * @param directory the fleet's directory
     * @throws InputException with all errors in the fleet's files
     */
    public GeneratedFleet generate(Path directory) {
        return generate(directory, true);
    }

    /**
     * Returns the fleet for {@link #forPlatforms}.
     *
     * @param directory the fleet's directory
     * @throws InputException with all errors in the fleet's files; that parents lack a platform is only one if definitions
     *     say which there are
     */
    public GeneratedFleet generate(Path directory, BuildPlatforms platforms) {
        return forPlatforms(generate(directory, platforms.requested().isEmpty()), platforms);
    }

    private GeneratedFleet generate(Path directory, boolean requiresPlatforms) {
        Problems problems = new Problems();
        FleetDefinition definition = loader.load(directory, problems);
        Fleet fleet = resolver.resolve(definition, problems);
        if (problems.hasErrors()) {
            lookForMore(fleet, lacksValues(definition.settings()), problems);
            throw new InputException(problems.explainedErrors());
        }
        Map<TargetName, RenderedTarget> rendered =
                render(fleet.targets().values(), new Renderer(fleet, true, problems));
        problems.throwIfAny();
        DependencyGraph graph = graph(fleet, rendered, BuildPlatforms.PORTABLE, requiresPlatforms, problems);
        problems.throwIfAny();
        return new GeneratedFleet(fleet, graph, graph, rendered, problems.notes());
    }

    /**
     * Returns the fleet with the graph for other platforms.
     *
     * @throws InputException with all errors that it has there
     */
    public GeneratedFleet forPlatforms(GeneratedFleet generated, BuildPlatforms platforms) {
        if (platforms.equals(generated.graph().platforms())) {
            return generated;
        }
        Fleet fleet = generated.fleet();
        Problems problems = new Problems();
        if (!platforms.requested().isEmpty()) {
            fleet.images().values().forEach(image -> PlatformTags.check(image, tag -> platforms.requested(), problems));
        }
        DependencyGraph graph = graph(fleet, generated.rendered(), platforms, true, problems);
        problems.throwIfAny();
        return new GeneratedFleet(fleet, graph, generated.portableGraph(), generated.rendered(), generated.notes());
    }

    /** Returns whether values of the settings that templates use could not be read. */
    private static boolean lacksValues(FleetConfig settings) {
        return settings.locations().unusable().stream().anyMatch(path -> path.matches("(variables|versions)\\b.*"));
    }

    /**
     * Adds errors in templates, but not those that are a consequence of an invalid definition.
     *
     * @param lacksValues whether all targets lack values
     */
    private static void lookForMore(Fleet fleet, boolean lacksValues, Problems problems) {
        Set<Path> broken = problems.errors().stream()
                .flatMap(problem -> problem.location().stream())
                .map(SourceLocation::file)
                .collect(Collectors.toSet());
        Renderer renderer = new Renderer(fleet, false, problems);
        Map<Boolean, List<Target>> byState = fleet.targets().values().stream()
                .collect(Collectors.partitioningBy(target ->
                        lacksValues || broken.contains(target.definition().file())));
        byState.get(true).forEach(renderer::check);
        render(byState.get(false), renderer);
    }

    private static Map<TargetName, RenderedTarget> render(Collection<Target> targets, Renderer renderer) {
        return targets.parallelStream()
                .map(renderer::render)
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(files -> files.target().name(), Function.identity()));
    }

    private DependencyGraph graph(
            Fleet fleet,
            Map<TargetName, RenderedTarget> rendered,
            BuildPlatforms platforms,
            boolean requiresPlatforms,
            Problems problems) {
        Map<TargetName, Dockerfile> dockerfiles = new HashMap<>();
        Map<Path, RenderedTarget> byFile = new HashMap<>();
        rendered.forEach((target, files) -> {
            dockerfiles.put(target, files.dockerfile());
            byFile.put(files.dockerfile().file(), files);
        });
        Problems inDockerfiles = new Problems();
        DependencyGraph graph =
                DependencyGraph.of(fleet, dockerfiles, platforms, requiresPlatforms, sorter, inDockerfiles);
        Stream.concat(inDockerfiles.errors().stream(), inDockerfiles.notes().stream())
                .map(problem -> problem.location()
                        .map(SourceLocation::file)
                        .map(byFile::get)
                        .map(files -> files.explained(problem))
                        .orElse(problem))
                .forEach(problems::add);
        return graph;
    }
}
