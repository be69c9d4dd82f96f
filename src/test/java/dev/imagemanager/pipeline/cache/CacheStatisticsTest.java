package dev.imagemanager.pipeline.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.cache.CacheMaintenance.Stock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheStatisticsTest {

    private static final ObjectStore STORE = new ObjectStore("http://s3", "bucket", "region", Optional.empty(), true);

    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void everythingIsCountedByImage() {
        CacheStatistics statistics = CacheStatistics.of(new Stock(
                STORE,
                new CacheContents(
                        List.of(
                                new CachedManifest("b", "1/linux-amd64", EARLY, 10),
                                new CachedManifest("a", "1/linux-amd64", EARLY, 20)),
                        List.of(
                                new CachedLayer("b", TestDigests.of("one"), LATE, 100),
                                new CachedLayer("b", TestDigests.of("two"), EARLY, 200)))));

        assertThat(JsonDocument.print(statistics.toJson()).replaceAll("\\s+", " "))
                .isEqualTo("{ \"apiVersion\": \"image-manager/v1\", \"endpoint\": \"http://s3\","
                        + " \"bucket\": \"bucket\", \"objects\": 4, \"bytes\": 330, \"images\": ["
                        + " { \"image\": \"a\", \"manifests\": 1, \"layers\": 0, \"bytes\": 20,"
                        + " \"lastWritten\": \"2026-01-01T00:00:00Z\" },"
                        + " { \"image\": \"b\", \"manifests\": 1, \"layers\": 2, \"bytes\": 310,"
                        + " \"lastWritten\": \"2026-01-02T00:00:00Z\" } ] } ");
    }
}
