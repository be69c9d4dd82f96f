package dev.imagemanager.pipeline.cache;

import dev.imagemanager.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The manifests to remove from the layer cache, and the layers that no other manifest of their image lists. */
public record PrunePlan(List<CachedManifest> manifests, List<CachedLayer> layers) {

    /** Keeps new unlisted layers, since a running build writes its manifest after its layers. */
    static final Duration GRACE = Duration.ofHours(1);

    public PrunePlan {
        manifests = List.copyOf(manifests);
        layers = List.copyOf(layers);
    }

    public long bytes() {
        return new CacheContents(manifests, layers).bytes();
    }

    /** @param lists the layers of manifests; if one of an image's manifests is missing, all its layers are kept */
    static PrunePlan of(
            CacheContents contents, Map<CachedManifest, Set<Digest>> lists, PrunePolicy policy, Instant now) {
        Usage usage = new Usage(contents, lists, now);
        List<CachedManifest> oldestFirst = contents.manifests().stream()
                .sorted(Comparator.comparing(CachedManifest::written)
                        .thenComparing(CachedManifest::image)
                        .thenComparing(CachedManifest::name))
                .toList();
        List<CachedManifest> removed = new ArrayList<>();
        for (CachedManifest manifest : oldestFirst) {
            boolean isTooOld = policy.olderThan()
                    .filter(age -> manifest.written().isBefore(now.minus(age)))
                    .isPresent();
            boolean isTooMuch =
                    policy.keepBytes().filter(limit -> usage.bytes() > limit).isPresent();
            if (isTooOld || isTooMuch) {
                usage.remove(manifest);
                removed.add(manifest);
            }
        }
        return new PrunePlan(removed, usage.removable());
    }

    /** Counts the references to layers while manifests are removed. */
    private static final class Usage {

        private record Key(String image, Digest digest) {}

        private final Map<CachedManifest, Set<Digest>> lists;
        private final Map<Key, Integer> uses = new HashMap<>();
        private final Map<Key, CachedLayer> layers = new HashMap<>();
        private final Set<String> imagesThatKeepAll = new HashSet<>();
        private final Set<Key> young = new HashSet<>();
        private long bytes;

        Usage(CacheContents contents, Map<CachedManifest, Set<Digest>> lists, Instant now) {
            this.lists = lists;
            contents.layers().forEach(layer -> layers.put(new Key(layer.image(), layer.digest()), layer));
            for (CachedManifest manifest : contents.manifests()) {
                bytes += manifest.bytes();
                Optional.ofNullable(lists.get(manifest))
                        .ifPresentOrElse(
                                digests -> digests.forEach(
                                        digest -> uses.merge(new Key(manifest.image(), digest), 1, Integer::sum)),
                                () -> imagesThatKeepAll.add(manifest.image()));
            }
            layers.forEach((key, layer) -> {
                if (!uses.containsKey(key) && layer.written().isAfter(now.minus(GRACE))) {
                    young.add(key);
                }
                if (!isRemovable(key)) {
                    bytes += layer.bytes();
                }
            });
        }

        private boolean isRemovable(Key key) {
            return uses.getOrDefault(key, 0) == 0 && !young.contains(key) && !imagesThatKeepAll.contains(key.image());
        }

        long bytes() {
            return bytes;
        }

        void remove(CachedManifest manifest) {
            bytes -= manifest.bytes();
            for (Digest digest : lists.getOrDefault(manifest, Set.of())) {
                Key key = new Key(manifest.image(), digest);
                uses.merge(key, -1, Integer::sum);
                if (layers.containsKey(key) && isRemovable(key)) {
                    bytes -= layers.get(key).bytes();
                }
            }
        }

        List<CachedLayer> removable() {
            return layers.entrySet().stream()
                    .filter(entry -> isRemovable(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .sorted(Comparator.comparing(CachedLayer::image).thenComparing(CachedLayer::digest))
                    .toList();
        }
    }
}
