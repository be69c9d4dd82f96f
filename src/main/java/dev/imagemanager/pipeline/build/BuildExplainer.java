package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.context.ContextListing;
import dev.imagemanager.pipeline.generate.UnifiedDiff;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.RenderedTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares the inputs of a target's last build with the present ones. */
final class BuildExplainer {

    private final PlannedBuild planned;
    private final KeptInputs kept;

    BuildExplainer(PlannedBuild planned) {
        this.planned = planned;
        this.kept = new KeptInputs(planned.inputs().context().output());
    }

    List<Explanation> explain(TargetName target) {
        TargetPlan plan = planned.plan().of(planned.target(target));
        List<PlannedWork> causes = causes(plan);
        return plan.platforms().entrySet().stream()
                .map(platform -> new Explanation(
                        PlannedBuilds.of(
                                platform.getValue().files(), platform.getValue().decision()),
                        inputs(plan, platform.getKey(), platform.getValue()),
                        causes))
                .toList();
    }

    private List<Explanation.Input> inputs(TargetPlan plan, Platform platform, TargetPlan.ForPlatform decided) {
        SortedMap<String, String> before = plan.last()
                .map(record -> record.platforms().get(platform))
                .map(image -> image.key().components())
                .orElseGet(Collections::emptySortedMap);
        return Explanation.compare(
                before, decided.key().key().components(), (name, old, present) -> difference(plan, name, old, present));
    }

    /** Returns nothing if the old text was not kept. */
    private List<String> difference(TargetPlan plan, String name, Optional<String> before, Optional<String> now) {
        Optional<byte[]> old = before.flatMap(kept::find);
        if (old.isEmpty() || now.isEmpty()) {
            return List.of();
        }
        if (name.equals(ContentKeys.DOCKERFILE)) {
            RenderedTarget files = planned.inputs()
                    .context()
                    .fleet()
                    .rendered()
                    .get(plan.target().name());
            return UnifiedDiff.of(
                            OutputPaths.dockerfile(plan.target().name()), old, Optional.of(files.dockerfileText()))
                    .lines()
                    .toList();
        }
        if (ContentKeys.isContext(name)) {
            return planned
                    .inputs()
                    .contexts()
                    .listing(now.get())
                    .map(new ContextListing(old.get())::changesTo)
                    .orElse(List.of())
                    .stream()
                    .map(file -> file.kind().toString().toLowerCase(Locale.ROOT) + " " + file.path())
                    .toList();
        }
        return List.of();
    }

    /** Returns what is done for the parents that the plan waits for, and for theirs. */
    private List<PlannedWork> causes(TargetPlan plan) {
        List<PlannedWork> causes = new ArrayList<>();
        Set<TargetName> seen = new HashSet<>();
        addCauses(plan, causes, seen);
        return causes;
    }

    private void addCauses(TargetPlan plan, List<PlannedWork> causes, Set<TargetName> seen) {
        for (TargetName parent : awaited(plan)) {
            if (!seen.add(parent)) {
                continue;
            }
            TargetPlan ofParent = planned.plan().of(planned.target(parent));
            ofParent.platforms().values().stream()
                    .filter(TargetPlan.ForPlatform::mayBeBuilt)
                    .map(decided -> PlannedBuilds.of(decided.files(), decided.decision()))
                    .forEach(causes::add);
            addCauses(ofParent, causes, seen);
        }
    }

    private static SortedSet<TargetName> awaited(TargetPlan plan) {
        SortedSet<TargetName> parents = new TreeSet<>();
        plan.platforms()
                .values()
                .forEach(decided -> decided.parents().missing().forEach(use -> parents.add(use.parent())));
        return parents;
    }
}
