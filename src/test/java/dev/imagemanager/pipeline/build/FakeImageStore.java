package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Platform;
import dev.imagemanager.model.Registry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A registry in memory. */
public final class FakeImageStore implements ImageStore {

    /** {@code repository:tag} → digest. */
    final Map<String, String> tags = new HashMap<>();

    /** {@code repository:tag} → what the index that was put there holds. */
    final Map<String, Map<Platform, String>> indexes = new HashMap<>();

    @Override
    public void connect(Registry registry) {}

    @Override
    public Optional<String> digestOf(Registry registry, String repository, String tagOrDigest) {
        return Optional.ofNullable(tags.get(repository + ":" + tagOrDigest));
    }

    @Override
    public String putIndex(Registry registry, String repository, String tag, Map<Platform, String> digests) {
        String name = repository + ":" + tag;
        String digest = "sha256:" + Sha256.of(new TreeMap<>(digests).toString());
        indexes.put(name, Map.copyOf(digests));
        tags.put(name, digest);
        return digest;
    }

    /** @param reference {@code repository:tag} */
    public String digest(String reference) {
        return tags.get(reference);
    }
}
