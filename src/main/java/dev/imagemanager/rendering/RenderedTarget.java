package dev.imagemanager.rendering;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.model.Target;
import dev.imagemanager.problem.Problem;
import java.util.Arrays;
import java.util.Optional;

/**
 * A target with the text of its files.
 *
 * @param dockerfileText as bytes, since a plain Dockerfile is taken as it is
 * @param dockerignore what of the build context stays away from the build
 */
public record RenderedTarget(
        Target target, byte[] dockerfileText, Dockerfile dockerfile, byte[] dockerignore, Optional<byte[]> test) {

    /** A problem that lies in this target's Dockerfile, with the template that the place comes from. */
    public Problem explained(Problem problem) {
        return Renderer.explained(problem, target.tag().dockerfile(), dockerfileText);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RenderedTarget that
                && target.equals(that.target)
                && Arrays.equals(dockerfileText, that.dockerfileText)
                && Arrays.equals(dockerignore, that.dockerignore);
    }

    @Override
    public int hashCode() {
        return target.name().hashCode();
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
