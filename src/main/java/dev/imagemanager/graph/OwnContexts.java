package dev.imagemanager.graph;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.Stage;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;

/**
 * Rejects named contexts of a definition with the name of a stage or of an image of the fleet, which they would replace
 * ({@code dockerfile2llb}, named contexts).
 */
final class OwnContexts {

    private OwnContexts() {}

    static void check(Target target, Dockerfile dockerfile, Fleet fleet, Problems problems) {
        target.tag().contexts().forEach((name, context) -> {
            dockerfile
                    .stage(name)
                    .map(stage -> place(stage, dockerfile))
                    .ifPresent(place ->
                            problems.add(Problem.error(place, "the stage '" + name + "' has the name of a context")
                                    .withHint("rename the stage, or the context at " + context.place())));
            ImageReference.find(name)
                    .flatMap(fleet::find)
                    .ifPresent(image -> problems.add(Problem.error(
                                    context.place(),
                                    "'" + name + "' is both a context and an image of the fleet: " + image.name())
                            .withHint("rename the context")));
        });
    }

    private static SourceLocation place(Stage stage, Dockerfile dockerfile) {
        return new SourceLocation(dockerfile.file(), stage.from().lines().first(), 1);
    }
}
