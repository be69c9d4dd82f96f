package dev.imagemanager.infra.publish;

import dev.imagemanager.infra.oci.LayoutReader;
import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The content of an image layout, which all images share. */
record LayoutContents(LayoutReader layout) implements Contents {

    @Override
    public Manifest manifest(Digest digest) throws IOException {
        return Manifest.of(layout.mediaType(digest), layout.manifest(digest));
    }

    @Override
    public InputStream open(Digest blob) throws IOException {
        return layout.open(blob);
    }

    @Override
    public Optional<Repository> repository() {
        return Optional.empty();
    }
}
