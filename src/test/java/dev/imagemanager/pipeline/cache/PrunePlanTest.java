package dev.imagemanager.pipeline.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrunePlanTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<CachedManifest> manifests = new ArrayList<>();
    private final List<CachedLayer> layers = new ArrayList<>();
    private final Map<CachedManifest, Set<Digest>> lists = new HashMap<>();

    /** Digests in the order of the names. */
    private static Digest digest(String name) {
        String hex = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
        return Digest.parse("sha256:" + hex + "0".repeat(64 - hex.length()));
    }

    private CachedManifest manifest(String image, String tag, Duration age, String... listed) {
        CachedManifest manifest = unreadable(image, tag, age);
        lists.put(manifest, Stream.of(listed).map(PrunePlanTest::digest).collect(Collectors.toSet()));
        return manifest;
    }

    private CachedManifest unreadable(String image, String tag, Duration age) {
        CachedManifest manifest =
                new CachedManifest(image, CachedManifest.nameOf(tag, "linux-amd64"), NOW.minus(age), 10);
        manifests.add(manifest);
        return manifest;
    }

    private CachedLayer layer(String image, String name, Duration age) {
        CachedLayer layer = new CachedLayer(image, digest(name), NOW.minus(age), 1000);
        layers.add(layer);
        return layer;
    }

    private PrunePlan olderThan(Duration age) {
        return plan(Optional.of(age), Optional.empty());
    }

    private PrunePlan keep(long bytes) {
        return plan(Optional.empty(), Optional.of(bytes));
    }

    private PrunePlan plan(Optional<Duration> age, Optional<Long> bytes) {
        return PrunePlan.of(new CacheContents(manifests, layers), lists, new PrunePolicy(age, bytes), NOW);
    }

    @Test
    void oldManifestsGoWithTheLayersThatOnlyTheyList() {
        CachedManifest old = manifest("app", "1", Duration.ofDays(8), "shared", "own");
        manifest("app", "2", Duration.ofDays(6), "shared");
        layer("app", "shared", Duration.ofDays(8));
        CachedLayer own = layer("app", "own", Duration.ofDays(8));

        PrunePlan plan = olderThan(Duration.ofDays(7));

        assertThat(plan).isEqualTo(new PrunePlan(List.of(old), List.of(own)));
        assertThat(plan.bytes()).isEqualTo(1010);
    }

    @Test
    void anImageHasItsOwnLayers() {
        CachedManifest old = manifest("app", "1", Duration.ofDays(8), "same");
        manifest("other", "1", Duration.ofDays(1), "same");
        CachedLayer ofApp = layer("app", "same", Duration.ofDays(8));
        layer("other", "same", Duration.ofDays(8));

        assertThat(olderThan(Duration.ofDays(7))).isEqualTo(new PrunePlan(List.of(old), List.of(ofApp)));
    }

    @Test
    void theOldestGoUntilTheRestFits() {
        CachedManifest first = manifest("app", "1", Duration.ofDays(3), "a", "shared");
        CachedManifest second = manifest("app", "2", Duration.ofDays(2), "b", "shared");
        manifest("app", "3", Duration.ofDays(1), "c", "shared");
        CachedLayer a = layer("app", "a", Duration.ofDays(3));
        CachedLayer b = layer("app", "b", Duration.ofDays(2));
        layer("app", "c", Duration.ofDays(1));
        layer("app", "shared", Duration.ofDays(3));

        assertThat(keep(4030)).as("all of it").isEqualTo(new PrunePlan(List.of(), List.of()));
        assertThat(keep(4029)).isEqualTo(new PrunePlan(List.of(first), List.of(a)));
        assertThat(keep(3019)).isEqualTo(new PrunePlan(List.of(first, second), List.of(a, b)));
        assertThat(keep(0).layers()).hasSize(4);
    }

    @Test
    void bothLimitsHold() {
        manifest("app", "1", Duration.ofDays(9), "a");
        manifest("app", "2", Duration.ofDays(2), "b");
        manifest("app", "3", Duration.ofDays(1), "c");
        layer("app", "a", Duration.ofDays(9));
        layer("app", "b", Duration.ofDays(2));
        layer("app", "c", Duration.ofDays(1));

        assertThat(plan(Optional.of(Duration.ofDays(7)), Optional.of(1500L)).manifests())
                .extracting(CachedManifest::name)
                .containsExactly("1/linux-amd64", "2/linux-amd64");
        assertThat(plan(Optional.of(Duration.ofDays(7)), Optional.of(5000L)).manifests())
                .hasSize(1);
    }

    @Test
    void layersThatNothingListsGoUnlessABuildMayBeUnderWay() {
        CachedLayer lost = layer("app", "lost", Duration.ofMinutes(61));
        layer("app", "new", Duration.ofMinutes(59));

        assertThat(keep(1_000_000).layers()).containsExactly(lost);
    }

    @Test
    void aLayerThatIsUnlistedByThisMayBeNew() {
        manifest("app", "1", Duration.ofMinutes(2), "new");
        CachedLayer layer = layer("app", "new", Duration.ofMinutes(3));

        assertThat(olderThan(Duration.ofMinutes(1)).layers()).containsExactly(layer);
    }

    @Test
    void whereAManifestCannotBeReadAllLayersOfTheImageStay() {
        unreadable("app", "1", Duration.ofDays(9));
        CachedManifest old = manifest("app", "2", Duration.ofDays(8), "a");
        layer("app", "a", Duration.ofDays(8));
        CachedLayer other = layer("other", "lost", Duration.ofDays(8));

        PrunePlan plan = olderThan(Duration.ofDays(7));

        assertThat(plan.manifests()).hasSize(2).contains(old);
        assertThat(plan.layers()).containsExactly(other);
    }

    @Test
    void whatIsListedButNotThereDoesNotCount() {
        manifest("app", "1", Duration.ofDays(1), "gone");

        assertThat(keep(10)).isEqualTo(new PrunePlan(List.of(), List.of()));
    }
}
