package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;

/** Resolves external images to their current digests. */
public interface BaseImageResolver {

    /** The result of resolving a reference. */
    sealed interface Resolution {

        /** @param digest of the manifest or index */
        record Found(Digest digest) implements Resolution {}

        /** @param reason a clause, such as {@code the registry does not have it} */
        record NotFound(String reason) implements Resolution {}
    }

    /**
     * @param settings the settings of registries and mirrors
     * @throws InterruptedException if interrupted
     */
    Resolution resolve(ImageReference image, FleetSettings settings) throws InterruptedException;
}
