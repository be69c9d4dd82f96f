package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.config.FleetConfig.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that come from the environment, or name variables of it. */
class SettingsOverridesTest extends SettingsFleet {

    @ParameterizedTest
    @CsvSource({
        "${SET}, value",
        "'a ${SET} b ${SET}', a value b value",
        "${UNSET:default}, default",
        "${UNSET:}, ''",
        "${UNSET:a:b/c}, a:b/c",
        "${SET:default}, value",
        "${EMPTY}, ''",
        "${EMPTY:default}, ''",
        "$$, $",
        "a$$b, a$b",
        "$${X}, ${X}",
        "$$${SET}, $value",
        "$$$$, $$",
        "$SET, $SET",
        "$, $",
        "a$, a$",
        "${NESTED}, ${SET}",
    })
    void variablesAreReplaced(String written, String meant) {
        fleet.withVariable("SET", "value").withVariable("EMPTY", "").withVariable("NESTED", "${SET}");

        assertThat(settings("environment: [SET, UNSET, EMPTY, NESTED]\nvariables:\n  text: " + written + "\n  quoted: '"
                                + written + "'\n  list: ['" + written + "']\n")
                        .variables())
                .isEqualTo(Map.of(
                        "text", Optional.of(meant), "quoted", Optional.of(meant), "list", Optional.of(List.of(meant))));
    }

    @Test
    void imagesAreTakenAsTheyAreWritten() {
        fleet.with("images/app/image.yml", "variables: {text: '${HOME} $$'}\ntags: [{name: 1.0.0}]\n");

        assertThat(fleet.generate().fleet().images().get("app").tags().get(0).variables())
                .containsEntry("text", "${HOME} $$");
    }

    @Test
    void everyKindOfValueCanBeOverridden() {
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "registry:5000")
                .withVariable("IMAGE_MANAGER_KEEP_ARCHIVES", "false")
                .withVariable("IMAGE_MANAGER_PLATFORMS", " linux/amd64 , linux/arm64 ,")
                .withVariable("IMAGE_MANAGER_CACHE_BUCKET", "other")
                .withVariable("IMAGE_MANAGER_CACHE_SECRET_KEY", "hunter2")
                .withVariable("IMAGE_MANAGER_CACHE_USE_PATH_STYLE", "true")
                .withVariable("IMAGE_MANAGER_REGISTRIES_0__PASSWORD", "hunter2")
                .withVariable("IMAGE_MANAGER_VERSIONS_NODE", "25.0.0")
                .withVariable("IMAGE_MANAGER_VERSIONS_GONE", "back")
                .withVariable("IMAGE_MANAGER_VARIABLES_PACKAGES", "a, b")
                .withVariable("IMAGE_MANAGER_VARIABLES_DEBUG", "true")
                .withVariable("IMAGE_MANAGER_TIMEOUT_TEST", "90s")
                .withVariable("IMAGE_MANAGER_MIRRORS_DOCKER_IO", "localhost:5000");
        FleetConfig settings = settings(
                """
                build_registry: localhost:5050
                platforms: [linux/s390x]
                cache: {endpoint: http://s3, bucket: mine}
                registries: [{url: ghcr.io/acme, password: written}]
                versions: {node: 24.1.0, gone: null}
                variables: {packages: [x], debug: false}
                mirrors: {docker.io: localhost:5050}
                timeout: {build: 2h}
                """);

        assertThat(settings.buildRegistry()).contains("registry:5000");
        assertThat(settings.keepArchives()).isFalse();
        assertThat(settings.timeout()).isEqualTo(new TimeoutConfig(Optional.of("2h"), Optional.of("90s")));
        assertThat(settings.platforms()).contains(List.of("linux/amd64", "linux/arm64"));
        assertThat(settings.cache().orElseThrow().bucket()).contains("other");
        assertThat(settings.cache().orElseThrow().secretKey()).contains(new Secret("hunter2"));
        assertThat(settings.cache().orElseThrow().usePathStyle()).contains(true);
        assertThat(settings.registries().get(0).password()).contains(new Secret("hunter2"));
        assertThat(settings.versions()).isEqualTo(Map.of("node", Optional.of("25.0.0"), "gone", Optional.of("back")));
        assertThat(settings.variables())
                .isEqualTo(Map.of("packages", Optional.of(List.of("a", "b")), "debug", Optional.of(true)));
        assertThat(settings.mirrors()).containsEntry("docker.io", List.of("localhost:5000"));
    }

    @Test
    void whatIsNotWrittenCanBeSetToo() {
        fleet.withVariable("IMAGE_MANAGER_CACHE_ENDPOINT", "http://s3")
                .withVariable("IMAGE_MANAGER_CACHE_BUCKET", "bucket")
                .withVariable("IMAGE_MANAGER_REGISTRIES_0__URL", "ghcr.io/acme")
                .withVariable("IMAGE_MANAGER_REGISTRIES_0__DEFAULT", "true")
                .withVariable("IMAGE_MANAGER_REGISTRIES_1__URL", "quay.io/acme")
                .withVariable(
                        "IMAGE_MANAGER_MIRRORS", "docker.io=localhost:5050;ghcr.io = localhost:5051, b.example/x;")
                .withVariable("IMAGE_MANAGER_VERSIONS", "");
        FleetConfig settings = fleet.settings();

        assertThat(settings.cache().orElseThrow().endpoint()).isEqualTo("http://s3");
        assertThat(settings.cache().orElseThrow().bucket()).contains("bucket");
        assertThat(settings.registries())
                .extracting(FleetConfig.RegistryConfig::url)
                .containsExactly("ghcr.io/acme", "quay.io/acme");
        assertThat(settings.registries().get(0).isDefault()).isTrue();
        assertThat(settings.mirrors())
                .isEqualTo(Map.of(
                        "docker.io", List.of("localhost:5050"), "ghcr.io", List.of("localhost:5051", "b.example/x")));
        assertThat(settings.versions()).isEmpty();
    }

    @Test
    void aMapFromTheEnvironmentAddsToTheWrittenOne() {
        fleet.withVariable("IMAGE_MANAGER_VERSIONS", "node=25.0.0;uv=0.9=x");

        assertThat(settings("versions: {node: 24.1.0, go: 1.25.1}\n").versions())
                .isEqualTo(
                        Map.of("node", Optional.of("25.0.0"), "go", Optional.of("1.25.1"), "uv", Optional.of("0.9=x")));
    }

    @Test
    void anEmptyListFromTheEnvironmentIsEmpty() {
        fleet.withVariable("IMAGE_MANAGER_PLATFORMS", "");

        assertThat(settings("platforms: [linux/arm64]\n").platforms()).contains(List.of());
    }

    @Test
    void overriddenValuesNeedNoVariables() {
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "registry:5000");

        assertThat(settings("build_registry: ${UNSET}\n").buildRegistry()).contains("registry:5000");
    }

    @Test
    void problemsNameTheVariableAndNeverItsValue() {
        fleet.withVariable("IMAGE_MANAGER_REGISTRIES_0__INSECURE", "hunter2")
                .with(".image-manager.yml", "registries: [{url: ghcr.io}]\n");

        assertThat(fleet.shown(fleet.problems()))
                .isEqualTo("environment variable IMAGE_MANAGER_REGISTRIES_0__INSECURE: error:"
                        + " 'registries[0].insecure' must be true or false\n");
    }
}
