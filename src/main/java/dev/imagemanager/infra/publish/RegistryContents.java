package dev.imagemanager.infra.publish;

import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The content of a repository in a registry. */
record RegistryContents(Repository place) implements Contents {

    @Override
    public Manifest manifest(Digest digest) throws IOException, InterruptedException {
        return place.manifests().require(digest);
    }

    @Override
    public InputStream open(Digest blob) throws IOException, InterruptedException {
        return place.blobs().open(blob);
    }

    @Override
    public Optional<Repository> repository() {
        return Optional.of(place);
    }
}
