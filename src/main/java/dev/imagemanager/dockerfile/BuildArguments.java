package dev.imagemanager.dockerfile;

import dev.imagemanager.reference.Platform;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The inputs of a build that determine the variables of a Dockerfile.
 *
 * @param values build arguments by name; they apply where the file declares them with {@code ARG}
 * @param buildPlatform the builder's own platform
 * @param targetPlatform the platform to build for
 * @param targetStage the stage to build; empty for the last one
 */
public record BuildArguments(
        Map<String, String> values, Platform buildPlatform, Platform targetPlatform, Optional<String> targetStage) {

    public BuildArguments {
        values = Map.copyOf(values);
        Objects.requireNonNull(buildPlatform, "buildPlatform");
        Objects.requireNonNull(targetPlatform, "targetPlatform");
        Objects.requireNonNull(targetStage, "targetStage");
    }

    /** Returns arguments for a build of the last stage on and for one platform, without build arguments. */
    public static BuildArguments of(Platform platform) {
        return new BuildArguments(Map.of(), platform, platform, Optional.empty());
    }

    /**
     * Returns the variables that need no {@code ARG} before the first {@code FROM}. A build argument of the same name
     * overrides one.
     *
     * <p>Rules: Dockerfile reference, "Automatic platform ARGs in the global scope"; {@code defaultArgs} of BuildKit.
     *
     * @param lastStage the name of the last stage, if it has one
     */
    Map<String, String> predefined(Optional<String> lastStage) {
        Map<String, String> variables = new HashMap<>();
        put(variables, "BUILD", buildPlatform);
        put(variables, "TARGET", targetPlatform);
        variables.put("BUILDPLATFORM", buildPlatform.withoutOsVersion().toString());
        variables.put("TARGETSTAGE", targetStage.or(() -> lastStage).orElse("default"));
        variables.replaceAll(values::getOrDefault);
        return variables;
    }

    private static void put(Map<String, String> variables, String prefix, Platform platform) {
        variables.put(prefix + "PLATFORM", platform.toString());
        variables.put(prefix + "OS", platform.os());
        variables.put(prefix + "OSVERSION", platform.osVersion().orElse(""));
        variables.put(prefix + "ARCH", platform.architecture());
        variables.put(prefix + "VARIANT", platform.variant().orElse(""));
    }
}
