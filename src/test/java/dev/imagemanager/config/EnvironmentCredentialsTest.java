package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.config.masking.SecretMask;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "IMAGE_MANAGER_MEMORY_PUBLIC_KEY, keys/memory.pub, keys/memory.pub",
        "IMAGE_MANAGER_BUILDER_TLS_KEY, certs/client-key.pem, certs/client-key.pem",
        "IMAGE_MANAGER_MEMORY_KEY, a-known-value, ***",
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

    /** {@code dXNlcjphLXBhc3N3b3JkLW9mLW1pbmU=} is {@code user:a-password-of-mine}. */
    @Test
    void ofAccountsForRegistriesOnlyTheSecretsAreHidden() {
        SecretMask mask = new SecretMask();

        new EnvironmentCredentials(
                        new FakeEnvironment()
                                .with(
                                        "DOCKER_AUTH_CONFIG",
                                        """
                                        {"auths": {"registry.example.com": {"auth": "dXNlcjphLXBhc3N3b3JkLW9mLW1pbmU="},
                                          "second.example.com": {"username": "the-user-name", "password": "another-password"},
                                          "third.example.com": {"identitytoken": "an-identity-token"},
                                          "fourth.example.com": {"registrytoken": "a-registry-token"}},
                                          "credHelpers": {"fifth.example.com": "secretservice"}, "credsStore": "osxkeychain",
                                          "HttpHeaders": {"X-Account": "a-secret-header"}}
                                        """),
                        mask)
                .hide();

        String names = "registry.example.com second.example.com third.example.com the-user-name"
                + " fourth.example.com fifth.example.com secretservice osxkeychain identitytoken";
        assertThat(mask.apply(names)).isEqualTo(names);
        assertThat(List.of(
                        "dXNlcjphLXBhc3N3b3JkLW9mLW1pbmU=",
                        "a-password-of-mine",
                        "another-password",
                        "an-identity-token",
                        "a-registry-token",
                        "a-secret-header"))
                .allSatisfy(secret -> assertThat(mask.apply("is " + secret)).matches("is \\*\\*\\*=?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"auths\": {\"registry.example.com\":", "{\"accounts\": \"registry.example.com\"}"})
    void whatHasAnotherFormatIsHiddenAsAWhole(String value) {
        SecretMask mask = new SecretMask();

        new EnvironmentCredentials(new FakeEnvironment().with("DOCKER_AUTH_CONFIG", value), mask).hide();

        assertThat(mask.apply(value)).isEqualTo("***");
    }
}
