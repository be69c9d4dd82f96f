package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A layer cache in memory, and what was asked of it. */
public final class FakeLayerCache implements LayerCache {

    public final List<String> calls = new ArrayList<>();
    public final List<CachedManifest> manifests = new ArrayList<>();
    public Access access = Access.READ_AND_WRITE;

    /** Why nothing can be done with it. */
    public Optional<String> failure = Optional.empty();

    private void call(String call) {
        calls.add(call);
        failure.ifPresent(reason -> {
            throw new EnvironmentException(Problem.error(reason).withHint("mend it"));
        });
    }

    @Override
    public Access access(ObjectStore store) {
        call("access");
        return access;
    }

    @Override
    public List<CachedManifest> manifests(ObjectStore store, String image) {
        call("manifests of " + image);
        return manifests.stream()
                .filter(manifest -> manifest.image().equals(image))
                .toList();
    }

    @Override
    public CacheContents contents(ObjectStore store) {
        call("contents");
        return new CacheContents(manifests, List.of());
    }

    @Override
    public Optional<Set<Digest>> layersOf(ObjectStore store, CachedManifest manifest) {
        call("layers of " + manifest);
        return Optional.of(Set.of());
    }

    @Override
    public void removeManifests(ObjectStore store, List<CachedManifest> removed) {
        call("remove " + removed);
    }

    @Override
    public void removeLayers(ObjectStore store, List<CachedLayer> removed) {
        call("remove " + removed);
    }
}
