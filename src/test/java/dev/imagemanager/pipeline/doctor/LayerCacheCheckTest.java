package dev.imagemanager.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.MemorySettings;
import dev.imagemanager.model.settings.PruneSettings;
import dev.imagemanager.model.settings.PublishSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.cache.FakeLayerCache;
import dev.imagemanager.pipeline.cache.LayerCache.Access;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.Whereabouts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerCacheCheckTest {

    private static final ObjectStore STORE =
            new ObjectStore("http://s3", "bucket", "region", Optional.of(new Keys("a", new Secret("b"))), true);

    private final FakeLayerCache layerCache = new FakeLayerCache();
    private Optional<ObjectStore> provided = Optional.empty();

    private Finding examine(CacheSettings cache, ServiceName... startable) throws InterruptedException {
        FleetSettings defaults = SettingsResolver.defaults();
        return new LayerCacheCheck(layerCache)
                .examine(new Subject(
                        Path.of("/fleet"),
                        new FleetSettings(
                                defaults.buildRegistry(),
                                defaults.registries(),
                                defaults.mirrors(),
                                cache,
                                defaults.keepArchives(),
                                defaults.sourceDate(),
                                defaults.services(),
                                BuilderSettings.NONE,
                                MemorySettings.NONE,
                                PublishSettings.NONE,
                                false,
                                PruneSettings.NONE,
                                true),
                        new Whereabouts(
                                new Provided(List.of(), defaults.buildRegistry(), provided, Optional.empty()),
                                Set.of(startable),
                                Set.of())))
                .get(0);
    }

    @Test
    void whatIsSwitchedOffIsNotLookedAt() throws InterruptedException {
        assertThat(examine(new CacheSettings.SwitchedOff())).isEqualTo(Finding.ok("layer cache", "switched off"));
        assertThat(layerCache.calls).isEmpty();
    }

    @Test
    void oneThatCanBeStartedIsFine() throws InterruptedException {
        assertThat(examine(new CacheSettings.OwnService(), ServiceName.GARAGE))
                .isEqualTo(Finding.ok("layer cache", "not running; started when needed"));
    }

    @Test
    void oneThatCannotBeStartedIsMissed() throws InterruptedException {
        assertThat(examine(new CacheSettings.OwnService()).verdict()).isEqualTo(Finding.Verdict.WARNING);
    }

    @Test
    void oneThatRunsIsTried() throws InterruptedException {
        provided = Optional.of(STORE);

        assertThat(examine(new CacheSettings.OwnService()))
                .isEqualTo(Finding.ok("layer cache", "http://s3, bucket bucket is readable and writable"));
    }

    @Test
    void whatIsWrongWithAConfiguredOneFailsNoBuild() throws InterruptedException {
        provided = Optional.of(STORE);
        layerCache.failure = Optional.of("it refuses");
        assertThat(examine(STORE)).isEqualTo(Finding.warning("layer cache", "it refuses", "mend it"));

        layerCache.failure = Optional.empty();
        layerCache.access = Access.READ_ONLY;
        assertThat(examine(STORE).message()).contains("is readable, but not writable");
    }
}
