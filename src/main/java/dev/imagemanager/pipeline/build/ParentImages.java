package dev.imagemanager.pipeline.build;

import dev.imagemanager.graph.Dependencies;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.Map;
import java.util.TreeMap;

/** Pins the parent images of targets to their latest builds. */
final class ParentImages {

    private final GeneratedFleet generated;
    private final ImageStore store;

    ParentImages(GeneratedFleet generated, ImageStore store) {
        this.generated = generated;
        this.store = store;
    }

    /**
     * @param built the builds of the parents
     * @return references as written in the Dockerfile → images
     * @throws InputException if a parent was not built for the platform
     */
    Map<ImageReference, PinnedImage> of(Target target, Platform platform, Map<TargetName, BuildRecord> built) {
        Dependencies dependencies = generated.graph().dependenciesOf(target.name());
        Map<ImageReference, PinnedImage> parents = new TreeMap<>();
        dependencies.localReferences().forEach((reference, parent) -> {
            PlatformImage image = built.get(parent).platforms().get(platform);
            if (image == null) {
                throw new InputException(Problem.error(
                                dependencies.parents().get(parent),
                                target + " is to be built for " + platform + ", but " + parent + " is not")
                        .withHint("give both the same platforms"));
            }
            parents.put(reference, store.pinned(parent.image(), image.digest()));
        });
        return parents;
    }

    /**
     * A builder lets a named context replace a stage of the same name, and the name of a reference to {@code :latest} is
     * the image's name alone.
     */
    void refuseHiddenStages(Target target) {
        Problems problems = new Problems();
        generated.graph().dependenciesOf(target.name()).localReferences().forEach((reference, parent) -> {
            String contextName = reference.contextName();
            if (generated
                    .rendered()
                    .get(target.name())
                    .dockerfile()
                    .stage(contextName)
                    .isPresent()) {
                SourceLocation place = generated
                        .graph()
                        .dependenciesOf(target.name())
                        .parents()
                        .get(parent);
                problems.add(Problem.error(
                                place, "the stage '" + contextName + "' has the name of the image '" + reference + "'")
                        .withHint("rename the stage, or refer to the image by another tag than latest"));
            }
        });
        problems.throwIfAny();
    }
}
