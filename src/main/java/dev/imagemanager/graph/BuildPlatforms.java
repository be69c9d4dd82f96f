package dev.imagemanager.graph;

import dev.imagemanager.model.Target;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Objects;

/**
 * The platforms that targets are built for.
 *
 * @param builders those of the builders: the usual one for targets without platforms, and that of each image's builder for
 *     stages {@code FROM --platform=$BUILDPLATFORM}
 * @param requested instead of those of the definitions; empty for those
 */
public record BuildPlatforms(BuilderPlatforms builders, List<Platform> requested) {

    /** The assumptions for everything that must not depend on the machine. */
    public static final BuildPlatforms PORTABLE =
            new BuildPlatforms(BuilderPlatforms.all(Platform.LINUX_AMD64), List.of());

    public BuildPlatforms {
        Objects.requireNonNull(builders, "builders");
        requested = List.copyOf(requested);
    }

    /** Returns the same platforms with other builders. */
    public BuildPlatforms with(BuilderPlatforms others) {
        return new BuildPlatforms(others, requested);
    }

    /** Returns the platforms of a target that was selected. */
    public List<Platform> of(Target target) {
        if (!requested.isEmpty()) {
            return requested;
        }
        List<Platform> defined = target.definition().platforms();
        return defined.isEmpty() ? List.of(builders.usual()) : defined;
    }
}
