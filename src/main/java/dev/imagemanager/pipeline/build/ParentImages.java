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
                                target + " is built for " + platform + ", but " + parent + " is not")
                        .withHint("set the same platforms for both"));
            }
            parents.put(reference, store.pinned(parent.image(), image.digest()));
        });
        return parents;
    }

    /**
     * Rejects stages with the name of a parent image, since a named context replaces a stage of the same name. The
     * context name of a reference with the tag {@code latest} is only the image's name.
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
