package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import java.util.Optional;

/** Knows what images from elsewhere stand for right now. */
public interface BaseImageResolver {

    /**
     * @param settings tell which registry is asked, and how
     * @return the digest; empty if it cannot be learned, for whatever reason
     * @throws InterruptedException if the work was to end
     */
    Optional<Digest> digestOf(ImageReference image, FleetSettings settings) throws InterruptedException;
}
