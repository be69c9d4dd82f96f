package dev.imagemanager.graph;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.ImageUse;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.ImageReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds what a named context would replace besides the parent that it stands for: builders look it up for all
 * spellings of a reference, and for stages ({@link ImageReference#contextName()}).
 */
final class ContextNames {

    private ContextNames() {}

    /**
     * @param target the child, whose own contexts {@link OwnContexts} checks
     * @param uses the images of a Dockerfile
     * @param parents those that are targets of the fleet
     */
    static void check(
            Target target,
            Dockerfile dockerfile,
            List<ImageUse> uses,
            List<ParentUse> parents,
            Fleet fleet,
            Problems problems) {
        Map<String, ParentUse> contexts = new HashMap<>();
        for (ParentUse use : parents) {
            if (target.tag().context(use.reference()).isPresent()) {
                continue;
            }
            String name = use.reference().contextName();
            ParentUse first = contexts.putIfAbsent(name, use);
            if (first != null && !first.parent().equals(use.parent())) {
                problems.add(Problem.error(
                                use.location(),
                                "'" + use.reference() + "' and '" + first.reference()
                                        + "' cannot be told apart in a build, but are two targets of the fleet: "
                                        + first.parent() + " and " + use.parent())
                        .withHint("rename one of the images"));
            }
            if (dockerfile.stage(name).isPresent()) {
                problems.add(Problem.error(
                                use.location(),
                                "the stage '" + name + "' has the name of the image '" + use.reference() + "'")
                        .withHint("rename the stage, or refer to the image by another tag than latest"));
            }
        }
        for (ImageUse use : uses) {
            Optional<ParentUse> hidden =
                    Optional.ofNullable(contexts.get(use.reference().contextName()));
            hidden.filter(parent -> fleet.find(use.reference()).isEmpty())
                    .ifPresent(parent -> problems.add(hiddenBy(parent, use, fleet)));
        }
    }

    private static Problem hiddenBy(ParentUse parent, ImageUse hidden, Fleet fleet) {
        String name = hidden.reference().contextName();
        Optional<String> other = fleet.find(parent.parent()).stream()
                .flatMap(target -> Stream.of(
                                fleet.publishedNamesOf(target.name()).stream(),
                                Stream.of(target.name().toString()),
                                target.aliases().stream()
                                        .map(alias ->
                                                new TargetName(target.name().image(), alias).toString()))
                        .flatMap(Function.identity()))
                .filter(written -> !ImageReference.parse(written).contextName().equals(name))
                .findFirst();
        return Problem.error(
                        hidden.location(),
                        "'" + hidden.reference() + "' and the fleet's '" + parent.reference()
                                + "' cannot be told apart in a build: both would be the fleet's image")
                .withHint("add the digest to '" + hidden.reference() + "', as in "
                        + hidden.reference() + "@sha256:…"
                        + other.map(written -> ", or write " + written + " for the fleet's")
                                .orElse(", or rename the fleet's image"));
    }
}
