package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;

/** Knows what images from elsewhere stand for right now. */
public interface BaseImageResolver {

    /** What a reference stands for. */
    sealed interface Resolution {

        /** @param digest of the manifest or index */
        record Found(Digest digest) implements Resolution {}

        /** @param reason as the end of a sentence, such as {@code the registry does not have it} */
        record NotFound(String reason) implements Resolution {}
    }

    /**
     * @param settings tell which registry is asked, and how
     * @throws InterruptedException if the work was to end
     */
    Resolution resolve(ImageReference image, FleetSettings settings) throws InterruptedException;
}
