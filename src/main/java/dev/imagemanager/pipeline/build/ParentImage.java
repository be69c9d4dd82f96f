package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parent's image for one platform.
 *
 * @param reference as in the Dockerfile
 */
record ParentImage(ImageReference reference, Platform platform, PinnedImage image) {

    /**
     * Returns named contexts for parents. One that is needed for another platform than the target has a name for each,
     * which builders look up first ({@code NamedContext} of {@code dockerui}).
     *
     * @param target the platform to build for
     */
    static Map<String, BuildContext> contexts(List<ParentImage> parents, Platform target) {
        Set<String> withPlatform = new HashSet<>();
        parents.stream()
                .filter(parent -> !parent.platform().equals(target))
                .forEach(parent -> withPlatform.add(parent.reference().contextName()));
        Map<String, BuildContext> contexts = new HashMap<>();
        parents.forEach(parent -> {
            String name = parent.reference().contextName();
            contexts.put(withPlatform.contains(name) ? name + "::" + parent.platform() : name, parent.image());
        });
        return contexts;
    }

    /**
     * Returns what is said of the image in a content key.
     *
     * @param target the platform to build for
     */
    String label(Platform target) {
        return label(reference, platform, target);
    }

    static String label(ImageReference reference, Platform platform, Platform target) {
        return platform.equals(target) ? reference.toString() : reference + " for " + platform;
    }
}
