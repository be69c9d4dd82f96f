package dev.imagemanager.pipeline.build;

import dev.imagemanager.graph.ParentUse;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Pins the parent images of targets to their latest builds. */
final class ParentImages {

    private final GeneratedFleet generated;
    private final ImageStore store;

    ParentImages(GeneratedFleet generated, ImageStore store) {
        this.generated = generated;
        this.store = store;
    }

    /**
     * Returns the images of parents. One that no stage to build needs may be missing.
     *
     * @param platform to build for
     * @param built the builds of the parents
     */
    List<ParentImage> of(Target target, Platform platform, Map<TargetName, BuildRecord> built) {
        List<ParentImage> parents = new ArrayList<>();
        for (ParentUse use : uses(target, platform)) {
            PlatformImage image = built.get(use.parent()).platforms().get(use.platform());
            if (image != null) {
                parents.add(new ParentImage(
                        use.reference(),
                        use.platform(),
                        store.pinned(use.parent().image(), image.digest())));
            }
        }
        return parents;
    }

    /**
     * Checks that parents were built for all platforms that the stages of a target need them for.
     *
     * @param platforms to build for
     * @param built the builds of the parents
     * @throws InputException if one was not
     */
    void requirePlatforms(Target target, Collection<Platform> platforms, Map<TargetName, BuildRecord> built) {
        Problems problems = new Problems();
        for (Platform platform : platforms) {
            uses(target, platform).stream()
                    .filter(ParentUse::isNeeded)
                    .filter(use -> !built.get(use.parent()).platforms().containsKey(use.platform()))
                    .forEach(use -> problems.add(use.missing(target.name(), platform)));
        }
        problems.throwIfAny();
    }

    private List<ParentUse> uses(Target target, Platform platform) {
        return generated
                .graph()
                .dependenciesOf(target.name())
                .byPlatform()
                .get(platform)
                .parents();
    }
}
