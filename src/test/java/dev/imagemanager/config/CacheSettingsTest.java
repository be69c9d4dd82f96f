package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.SettingsResolver;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the key {@code cache}. */
class CacheSettingsTest {

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory);
    }

    private CacheSettings cache(String settings) {
        return SettingsResolver.resolve(
                        fleet.with(".image-manager.yml", settings).settings(), directory)
                .cache();
    }

    @Test
    void withoutTheKeyItIsTheFleetsOwn() {
        assertThat(cache("")).isInstanceOf(CacheSettings.OwnService.class);
        assertThat(SettingsResolver.defaults().cache()).isInstanceOf(CacheSettings.OwnService.class);
    }

    @Test
    void itCanBeSwitchedOffAndBackOn() {
        assertThat(cache("cache: false\n")).isInstanceOf(CacheSettings.SwitchedOff.class);

        fleet.withVariable("IMAGE_MANAGER_CACHE_ENDPOINT", "http://s3");
        assertThat(cache("")).isInstanceOf(ObjectStore.class);

        fleet.withVariable("IMAGE_MANAGER_CACHE", "false");
        assertThat(cache("cache: {endpoint: http://s3}\n")).isInstanceOf(CacheSettings.SwitchedOff.class);
    }

    @Test
    void anEndpointIsEnoughToNameAStore() {
        assertThat(cache("cache: {endpoint: http://s3}\n"))
                .isEqualTo(new ObjectStore("http://s3", "buildkit-cache", "us-east-1", Optional.empty(), true));
    }

    @Test
    void everythingCanBeNamedAndTheSecretIsNotShown() {
        CacheSettings cache = cache(
                """
                cache:
                  endpoint: https://s3.example.com
                  bucket: layers
                  region: eu-central-1
                  access_key: me
                  secret_key: hunter2
                  use_path_style: false
                """);

        assertThat(cache)
                .isEqualTo(new ObjectStore(
                        "https://s3.example.com",
                        "layers",
                        "eu-central-1",
                        Optional.of(new Keys("me", new Secret("hunter2"))),
                        false))
                .hasToString("https://s3.example.com, bucket layers");
        assertThat(((ObjectStore) cache).keys().toString()).doesNotContain("hunter2");
    }

    @Test
    void aVariableThatIsSetToNothingGivesNoKey() {
        fleet.withVariable("SECRET", "");

        assertThat(((ObjectStore) cache("cache: {endpoint: http://s3, access_key: me, secret_key: '${SECRET}'}\n"))
                        .keys())
                .isEmpty();
    }
}
