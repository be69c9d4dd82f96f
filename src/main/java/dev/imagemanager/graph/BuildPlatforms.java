package dev.imagemanager.graph;

import dev.imagemanager.model.Target;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Objects;

/**
 * The platforms that targets are built for.
 *
 * @param builder the builder's own: for targets without platforms, and for stages {@code FROM
 *     --platform=$BUILDPLATFORM}
 * @param requested instead of those of the definitions; empty for those
 */
public record BuildPlatforms(Platform builder, List<Platform> requested) {

    /** The assumptions for everything that must not depend on the machine. */
    public static final BuildPlatforms PORTABLE = new BuildPlatforms(Platform.LINUX_AMD64, List.of());

    public BuildPlatforms {
        Objects.requireNonNull(builder, "builder");
        requested = List.copyOf(requested);
    }

    /** Returns the same platforms with another builder. */
    public BuildPlatforms with(Platform otherBuilder) {
        return new BuildPlatforms(otherBuilder, requested);
    }

    /** Returns the platforms of a target that was selected. */
    public List<Platform> of(Target target) {
        if (!requested.isEmpty()) {
            return requested;
        }
        List<Platform> defined = target.definition().platforms();
        return defined.isEmpty() ? List.of(builder) : defined;
    }
}
