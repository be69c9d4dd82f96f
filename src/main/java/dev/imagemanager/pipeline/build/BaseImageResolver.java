package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.List;

/** Reads what builds need to know of external images. */
public interface BaseImageResolver {

    /** The result of resolving a reference. */
    sealed interface Resolution {

        /** @param digest of the manifest or index */
        record Found(Digest digest) implements Resolution {}

        /**
         * @param reason a clause, such as {@code the registry does not have it}
         * @param isOffline whether no registry said so, but none could be reached, or was able to answer
         */
        record NotFound(String reason, boolean isOffline) implements Resolution {}
    }

    /**
     * @param settings the settings of registries and mirrors
     * @throws InterruptedException if interrupted
     */
    Resolution resolve(ImageReference image, FleetSettings settings) throws InterruptedException;

    /** The result of reading the triggers of an image. */
    sealed interface Triggers {

        /** @param instructions without {@code ONBUILD}, in their order */
        record Found(List<String> instructions) implements Triggers {
            public Found {
                instructions = List.copyOf(instructions);
            }
        }

        /** @param reason a clause */
        record Unknown(String reason) implements Triggers {}
    }

    /**
     * Reads the {@code ONBUILD} instructions in the configuration of an image.
     *
     * @param digest of the image's manifest or index
     * @param platform selects an image of an index; one that is missing has no triggers
     * @param settings the settings of registries and mirrors
     * @throws InterruptedException if interrupted
     */
    Triggers triggers(ImageReference image, Digest digest, Platform platform, FleetSettings settings)
            throws InterruptedException;
}
