package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.config.ServicesConfig.ServiceConfig;
import dev.imagemanager.model.ModelResolver;
import dev.imagemanager.model.ServiceMode;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.model.ServiceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code .image-manager.yml} and the environment variables that have a say in it. */
class SettingsTest {

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory);
    }

    private FleetConfig settings(String text) {
        return fleet.with(".image-manager.yml", text).settings();
    }

    @Test
    void everythingOfTheExampleIsRead() {
        fleet.withVariable("GITHUB_USER", "me")
                .withVariable("GITHUB_TOKEN", "hunter2")
                .withVariable("S3_ENDPOINT", "http://s3");
        FleetConfig settings = settings(
                """
                build_registry: localhost:5050
                registries:
                  - url: ghcr.io/acme
                    username: ${GITHUB_USER}
                    password: ${GITHUB_TOKEN}
                    default: true
                    insecure: false
                    ca: certs/corp.pem
                mirrors: { docker.io: localhost:5050 }
                cache:
                  endpoint: ${S3_ENDPOINT}
                  bucket: buildkit-cache
                  access_key: ${AWS_ACCESS_KEY_ID:none}
                  secret_key: ${AWS_SECRET_ACCESS_KEY:}
                  region: us-east-1
                  use_path_style: true
                labels: { vendor: "…", url: "https://…/%image%/%tag%", licenses: MIT }
                versions: { node: 24.1.0 }
                variables: {}
                platforms: [linux/amd64]
                builders: { linux/arm64: tcp://arm-box:8372 }
                keep_archives: false
                """);

        assertThat(settings.buildRegistry()).contains("localhost:5050");
        assertThat(settings.registries())
                .containsExactly(new FleetConfig.RegistryConfig(
                        "ghcr.io/acme",
                        Optional.of(new Secret("me")),
                        Optional.of(new Secret("hunter2")),
                        true,
                        Optional.of(false),
                        Optional.of("certs/corp.pem")));
        assertThat(settings.mirrors()).isEqualTo(Map.of("docker.io", Optional.of("localhost:5050")));
        assertThat(settings.cacheSwitchedOff()).isFalse();
        assertThat(settings.cache())
                .contains(new FleetConfig.CacheConfig(
                        "http://s3",
                        Optional.of("buildkit-cache"),
                        Optional.of(new Secret("none")),
                        Optional.of(new Secret("")),
                        Optional.of("us-east-1"),
                        Optional.of(true)));
        assertThat(settings.labels()).hasSize(3);
        assertThat(settings.versions()).containsEntry("node", Optional.of("24.1.0"));
        assertThat(settings.variables()).isEmpty();
        assertThat(settings.platforms()).contains(List.of("linux/amd64"));
        assertThat(settings.builders()).containsEntry("linux/arm64", Optional.of("tcp://arm-box:8372"));
        assertThat(settings.keepArchives()).isFalse();
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void servicesAreRead() {
        fleet.withVariable("IMAGE_MANAGER_SERVICES_DIND_MODE", "process")
                .withVariable("IMAGE_MANAGER_SERVICES_REGISTRY_PORT", "5060");
        FleetConfig settings = settings(
                """
                services:
                  buildkitd: { mode: external, gc_keep: 5 GB }
                  registry: { port: 5055 }
                """);

        assertThat(settings.services().buildkitd())
                .isEqualTo(new ServiceConfig(
                        Optional.of("external"), Optional.empty(), Optional.of("5 GB"), Optional.empty()));
        assertThat(settings.services().registry())
                .isEqualTo(
                        new ServiceConfig(Optional.empty(), Optional.of("5060"), Optional.empty(), Optional.empty()));
        assertThat(settings.services().dind())
                .isEqualTo(new ServiceConfig(
                        Optional.of("process"), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(ModelResolver.settingsOf(settings).services())
                .isEqualTo(new ServiceSettings(
                        Map.of(
                                ServiceName.BUILDKITD, ServiceMode.EXTERNAL,
                                ServiceName.DIND, ServiceMode.PROCESS),
                        false,
                        Map.of(ServiceName.REGISTRY, 5060),
                        Optional.empty(),
                        5_000_000_000L));
    }

    @Test
    void servicesHaveDefaults() {
        assertThat(ModelResolver.settingsOf(fleet.settings()).services())
                .isEqualTo(new ServiceSettings(Map.of(), false, Map.of(), Optional.empty(), 20_000_000_000L));
        assertThat(ModelResolver.settingsOf(settings("build_registry: localhost:5050\n"))
                        .services())
                .as("the default, but written")
                .returns(true, ServiceSettings::hasOwnBuildRegistry);
    }

    @Test
    void theBuildRegistryCanBeSwitchedOff() {
        assertThat(ModelResolver.settingsOf(settings("build_registry: false\n")).buildRegistry())
                .isEmpty();
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "false");
        assertThat(ModelResolver.settingsOf(settings("build_registry: registry:5000\n"))
                        .buildRegistry())
                .isEmpty();
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "registry:5001");
        assertThat(ModelResolver.settingsOf(settings("build_registry: false\n"))
                        .buildRegistry()
                        .orElseThrow()
                        .host())
                .isEqualTo("registry:5001");
    }

    @ParameterizedTest
    @CsvSource({
        "'buildkitd: {mode: docker}', is no way to run a service: choose external, process or container",
        "'buildkitd: {gc_keep: 20}', is no size",
        "'buildkitd: {gc_keep: 0GB}', is no size",
        "'registry: {port: 65536}', is no port",
        "'registry: {port: 0}', is no port",
        "'dind: {gc_keep: 1GB}', unknown key 'gc_keep' in 'services.dind'",
        "'docker: {}', unknown key 'docker' in 'services'",
    })
    void mistakesInServicesAreShown(String service, String message) {
        fleet.with(".image-manager.yml", "services: {" + service + "}\n");

        assertThat(fleet.shown(fleet.problems()))
                .startsWith(".image-manager.yml:1:")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5050, 5050", "65535, 65535"})
    void portsAreNumbers(String written, int port) {
        assertThat(ModelResolver.settingsOf(settings("services: {registry: {port: " + written + "}}\n"))
                        .services()
                        .port(ServiceName.REGISTRY))
                .contains(port);
    }

    @Test
    void withoutAFileThereAreDefaults() {
        FleetConfig settings = fleet.settings();

        assertThat(settings.buildRegistry()).isEmpty();
        assertThat(settings.registries()).isEmpty();
        assertThat(settings.cache()).isEmpty();
        assertThat(settings.cacheSwitchedOff()).isFalse();
        assertThat(settings.platforms()).isEmpty();
        assertThat(settings.keepArchives()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"''", "'# nothing here yet'", "'---'", "'~'"})
    void aFileThatHoldsNothingIsNoMistake(String text) {
        assertThat(settings(text + "\n").keepArchives()).isTrue();
    }

    @Test
    void theCacheCanBeSwitchedOff() {
        assertThat(settings("cache: false\n").cacheSwitchedOff()).isTrue();
        assertThat(settings("cache: {endpoint: http://s3}\n").cacheSwitchedOff())
                .isFalse();
        fleet.withVariable("IMAGE_MANAGER_CACHE", "false");
        assertThat(settings("cache: {endpoint: http://s3}\n").cacheSwitchedOff())
                .isTrue();
    }

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

        assertThat(settings("variables:\n  text: " + written + "\n  quoted: '" + written + "'\n  list: ['" + written
                                + "']\n")
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
                """);

        assertThat(settings.buildRegistry()).contains("registry:5000");
        assertThat(settings.keepArchives()).isFalse();
        assertThat(settings.platforms()).contains(List.of("linux/amd64", "linux/arm64"));
        assertThat(settings.cache().orElseThrow().bucket()).contains("other");
        assertThat(settings.cache().orElseThrow().secretKey()).contains(new Secret("hunter2"));
        assertThat(settings.cache().orElseThrow().usePathStyle()).contains(true);
        assertThat(settings.registries().get(0).password()).contains(new Secret("hunter2"));
        assertThat(settings.versions()).isEqualTo(Map.of("node", Optional.of("25.0.0"), "gone", Optional.of("back")));
        assertThat(settings.variables())
                .isEqualTo(Map.of("packages", Optional.of(List.of("a", "b")), "debug", Optional.of(true)));
        assertThat(settings.mirrors()).containsEntry("docker.io", Optional.of("localhost:5000"));
    }

    @Test
    void whatIsNotWrittenCanBeSetToo() {
        fleet.withVariable("IMAGE_MANAGER_CACHE_ENDPOINT", "http://s3")
                .withVariable("IMAGE_MANAGER_CACHE_BUCKET", "bucket")
                .withVariable("IMAGE_MANAGER_REGISTRIES_0__URL", "ghcr.io/acme")
                .withVariable("IMAGE_MANAGER_REGISTRIES_0__DEFAULT", "true")
                .withVariable("IMAGE_MANAGER_REGISTRIES_1__URL", "quay.io/acme")
                .withVariable("IMAGE_MANAGER_MIRRORS", "docker.io=localhost:5050;ghcr.io = localhost:5051;")
                .withVariable("IMAGE_MANAGER_VERSIONS", "");
        FleetConfig settings = fleet.settings();

        assertThat(settings.cache().orElseThrow().endpoint()).isEqualTo("http://s3");
        assertThat(settings.cache().orElseThrow().bucket()).contains("bucket");
        assertThat(settings.registries())
                .extracting(FleetConfig.RegistryConfig::url)
                .containsExactly("ghcr.io/acme", "quay.io/acme");
        assertThat(settings.registries().get(0).isDefault()).isTrue();
        assertThat(settings.mirrors())
                .isEqualTo(
                        Map.of("docker.io", Optional.of("localhost:5050"), "ghcr.io", Optional.of("localhost:5051")));
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
