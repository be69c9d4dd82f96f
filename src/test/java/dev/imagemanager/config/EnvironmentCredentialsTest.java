package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.config.masking.SecretMask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentCredentialsTest {

    @ParameterizedTest
    @CsvSource({
        "NPM_TOKEN, a-known-value, ***",
        "IMAGE_MANAGER_REGISTRIES_0_PASSWORD, a-known-value, ***",
        "IMAGE_MANAGER_REGISTRIES_0__PASSWORD, a-known-value, ***",
        "image-manager.cache.secret_key, a-known-value, ***",
        "IMAGE_MANAGER_CACHE_ACCESS_KEY, a-known-value, ***",
        "IMAGE_MANAGER_STATE_KEY, a-known-value, ***",
        "HTTPS_PROXY, http://me:a-known-value@proxy:3128, http://me:***@proxy:3128",
        "DATABASE_URL, x://:a-known-value@db/ y://me:another-value@db/, x://:***@db/ y://me:***@db/",
        "LANGUAGE, a-known-value, a-known-value",
        "HTTP_PROXY, http://proxy:3128/a@b, http://proxy:3128/a@b",
        "ALLOWED_TOKEN, a-known-value, a-known-value",
    })
    void areHiddenBeforeTheFleetIsRead(String variable, String value, String shown) {
        SecretMask mask = new SecretMask();

        new EnvironmentCredentials(
                        new FakeEnvironment()
                                .with(variable, value)
                                .with(Permission.VARIABLE, "environment:ALLOWED_TOKEN"),
                        mask)
                .hide();

        assertThat(mask.apply(value)).isEqualTo(shown);
    }
}
