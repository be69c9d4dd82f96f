package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.ImageReference;
import java.util.Map;
import java.util.Optional;

/** Knows what images from elsewhere stand for right now. */
public interface BaseImageResolver {

    /**
     * @param mirrors registry host → host that is asked instead
     * @return the digest; empty if it cannot be learned, for whatever reason
     * @throws InterruptedException if the work was to end
     */
    Optional<String> digestOf(ImageReference image, Map<String, String> mirrors) throws InterruptedException;
}
