package dev.imagemanager.pipeline.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.cache.LayerCache.Access;
import dev.imagemanager.reference.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildCacheTest {

    private static final ObjectStore STORE = new ObjectStore(
            "http://s3", "bucket", "region", Optional.of(new Keys("access", new Secret("hunter2"))), true);

    private static final TargetName TARGET = new TargetName("app", "2.0.0");

    private final FakeLayerCache layerCache = new FakeLayerCache();
    private final List<String> notes = new ArrayList<>();

    private BuildCache open() throws InterruptedException {
        return BuildCache.open(
                layerCache,
                Optional.of(STORE),
                event -> notes.add(((PipelineEvent.Noted) event).problem().toString()));
    }

    private void holds(String image, String name, int day) {
        layerCache.manifests.add(new CachedManifest(image, name, Instant.parse("2026-01-0" + day + "T00:00:00Z"), 100));
    }

    private static Optional<CacheUse> use(BuildCache cache) throws InterruptedException {
        return cache.of(TARGET, Platform.LINUX_AMD64, true);
    }

    @Test
    void aBuildTakesItsOwnLayersThenThoseThatWereWrittenLast() throws InterruptedException {
        holds("app", "1.0.0/linux-amd64", 1);
        holds("app", "1.1.0/linux-amd64", 2);
        holds("app", "2.0.0/linux-amd64", 1);
        holds("app", "1.2.0/linux-amd64", 4);
        holds("app", "1.3.0/linux-amd64", 3);
        holds("app", "9.0.0/linux-arm64", 5);
        holds("other", "1.0.0/linux-amd64", 5);

        assertThat(use(open()))
                .contains(new CacheUse(
                        STORE,
                        "app",
                        List.of("2.0.0/linux-amd64", "1.2.0/linux-amd64", "1.3.0/linux-amd64", "1.1.0/linux-amd64"),
                        Optional.of("2.0.0/linux-amd64")));
        assertThat(notes).isEmpty();
    }

    @Test
    void anImageIsLookedUpOnce() throws InterruptedException {
        BuildCache cache = open();
        use(cache);
        use(cache);

        assertThat(layerCache.calls).containsExactly("access", "manifests of app");
    }

    @Test
    void aBuildThatRunsAllStepsLeavesItsLayers() throws InterruptedException {
        holds("app", "2.0.0/linux-amd64", 1);

        assertThat(open().of(TARGET, Platform.parse("linux/arm64"), false))
                .contains(new CacheUse(STORE, "app", List.of(), Optional.of("2.0.0/linux-arm64")));
    }

    @Test
    void keysThatMayOnlyReadAreUsedForThatAndSaid() throws InterruptedException {
        layerCache.access = Access.READ_ONLY;
        holds("app", "2.0.0/linux-amd64", 1);

        assertThat(use(open())).contains(new CacheUse(STORE, "app", List.of("2.0.0/linux-amd64"), Optional.empty()));
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("do not allow writing")
                .doesNotContain("hunter2");
    }

    @Test
    void whatCannotBeUsedIsSaidOnceAndLeftAlone() throws InterruptedException {
        layerCache.failure = Optional.of("it is broken");
        BuildCache cache = open();

        assertThat(use(cache)).isEmpty();
        assertThat(use(cache)).isEmpty();
        assertThat(layerCache.calls).hasSize(1);
        assertThat(notes).containsExactly("builds continue without the layer cache: it is broken (mend it)");
    }

    @Test
    void whatBreaksMeanwhileIsSaidOnce() throws InterruptedException {
        BuildCache cache = open();
        layerCache.failure = Optional.of("it broke");

        assertThat(use(cache)).isEmpty();
        cache.failed("a build says so too", "hint");
        assertThat(notes).containsExactly("builds continue without the layer cache: it broke (mend it)");
    }

    @Test
    void aBuildThatFailedToUseItEndsItsUse() throws InterruptedException {
        BuildCache cache = open();
        cache.failed("no answer", "look after it");

        assertThat(use(cache)).isEmpty();
        assertThat(notes).containsExactly("builds continue without the layer cache: no answer (look after it)");
    }

    @Test
    void missingLayersDoNotEndItsUse() throws InterruptedException {
        BuildCache cache = open();
        cache.wasIncomplete("short read", "hint");
        cache.wasIncomplete("short read", "hint");

        assertThat(use(cache)).isPresent();
        assertThat(notes).singleElement().asString().contains("was repeated without it: short read (hint)");
    }

    @Test
    void withoutOneNothingIsAskedAndSaid() throws InterruptedException {
        assertThat(use(BuildCache.open(layerCache, Optional.empty(), event -> {})))
                .isEmpty();
        assertThat(layerCache.calls).isEmpty();
        assertThat(notes).isEmpty();
    }
}
