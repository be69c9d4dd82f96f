package dev.imagemanager.pipeline.build;

import java.nio.file.Path;

/** An image of the fleet that cannot change, and where it is. */
public sealed interface PinnedImage {

    /** {@code sha256:…} of its manifest. */
    String digest();

    /** @param repository with its registry */
    record InRegistry(String repository, String digest) implements PinnedImage {}

    /** @param layout an OCI image layout, absolute */
    record InLayout(Path layout, String digest) implements PinnedImage {}
}
