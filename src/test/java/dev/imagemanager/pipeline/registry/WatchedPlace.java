package dev.imagemanager.pipeline.registry;

import dev.imagemanager.reference.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A registry that says when its tags are listed. */
class WatchedPlace implements RegistryInventory.Place {

    private final FakeInventory registry;
    private final Runnable onList;

    WatchedPlace(FakeInventory registry, Runnable onList) {
        this.registry = registry;
        this.onList = onList;
    }

    @Override
    public List<String> tags(String repository) {
        onList.run();
        return registry.tags(repository);
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        return registry.digestOf(repository, tag);
    }

    @Override
    public boolean has(String repository, Digest digest) {
        return registry.has(repository, digest);
    }

    @Override
    public Optional<StoredManifest> find(String repository, Digest digest) {
        return registry.find(repository, digest);
    }

    @Override
    public Set<Digest> attachedTo(String repository, Digest subject) {
        return registry.attachedTo(repository, subject);
    }

    @Override
    public boolean remove(String repository, Digest digest) {
        return registry.remove(repository, digest);
    }

    @Override
    public boolean removeTag(String repository, String tag) {
        return registry.removeTag(repository, tag);
    }
}
