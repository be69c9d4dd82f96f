package dev.imagemanager.pipeline.build;

import dev.imagemanager.graph.ParentUse;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Pins the parent images of targets to the images that exist. */
final class ParentImages {

    private final GeneratedFleet generated;
    private final Map<TargetName, SortedSet<Platform>> platforms;
    private final ImageStore store;

    /** @param platforms that targets are built for */
    ParentImages(GeneratedFleet generated, Map<TargetName, SortedSet<Platform>> platforms, ImageStore store) {
        this.generated = generated;
        this.platforms = platforms;
        this.store = store;
    }

    /**
     * The parents of a target for one platform.
     *
     * @param images those that exist
     * @param missing those that are not built yet; one that no stage to build needs may be missing for good
     */
    record Parents(List<ParentImage> images, List<ParentUse> missing) {
        Parents {
            images = List.copyOf(images);
            missing = List.copyOf(missing);
        }
    }

    /**
     * @param platform to build for
     * @param digests of the images that exist
     */
    Parents of(Target target, Platform platform, Map<TargetName, Map<Platform, Digest>> digests) {
        List<ParentImage> images = new ArrayList<>();
        List<ParentUse> missing = new ArrayList<>();
        for (ParentUse use : uses(target, platform)) {
            Digest digest = digests.getOrDefault(use.parent(), Map.of()).get(use.platform());
            if (digest != null) {
                images.add(new ParentImage(
                        use.reference(),
                        use.platform(),
                        store.pinned(use.parent().image(), digest)));
            } else if (isBuiltFor(use)) {
                missing.add(use);
            }
        }
        return new Parents(images, missing);
    }

    /**
     * Checks that parents are built for all platforms that the stages of a target need them for.
     *
     * @param ofTarget platforms to build for
     * @throws InputException if one is not
     */
    void requirePlatforms(Target target, Collection<Platform> ofTarget) {
        Problems problems = new Problems();
        for (Platform platform : ofTarget) {
            uses(target, platform).stream()
                    .filter(ParentUse::isNeeded)
                    .filter(use -> !isBuiltFor(use))
                    .forEach(use -> problems.add(use.missing(target.name(), platform)));
        }
        problems.throwIfAny();
    }

    private boolean isBuiltFor(ParentUse use) {
        return platforms.get(use.parent()).contains(use.platform());
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
