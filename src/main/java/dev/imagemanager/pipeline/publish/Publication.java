package dev.imagemanager.pipeline.publish;

import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * One image in one registry.
 *
 * @param tags the target's tag, then its aliases
 */
record Publication(PublishableImage image, ImageRegistries.Destination destination, List<TagMove> tags) {

    Publication {
        tags = List.copyOf(tags);
    }

    /** Returns the image of the fleet. */
    String imageName() {
        return image.target().name().image();
    }

    /** Returns the repository with the registry's host. */
    String repository() {
        return destination.place().qualifiedRepository(imageName());
    }

    boolean isCurrent() {
        return tags.stream().allMatch(TagMove::isCurrent);
    }

    /** Returns why tags must not move. */
    List<Problem> refusals() {
        return tags.stream().map(TagMove::refusal).flatMap(Optional::stream).toList();
    }
}
