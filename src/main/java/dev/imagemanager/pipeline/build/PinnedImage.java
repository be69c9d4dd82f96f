package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;

/** An image of the fleet, identified by its digest (docs/development/decisions/0001-digest-contexts.md). */
public sealed interface PinnedImage extends BuildContext {

    /** Returns the digest of its manifest. */
    Digest digest();

    /** @param image with registry and digest */
    record InRegistry(ImageReference image) implements PinnedImage {
        public InRegistry {
            if (image.registry().isEmpty() || image.digest().isEmpty()) {
                throw new IllegalArgumentException(image + " is not pinned in a registry");
            }
        }

        @Override
        public Digest digest() {
            return image.digest().orElseThrow();
        }
    }

    /** @param layout an OCI image layout, absolute */
    record InLayout(Path layout, Digest digest) implements PinnedImage {}
}
