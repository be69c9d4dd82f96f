package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.config.ServicesConfig.ServiceConfig;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.model.settings.ServiceSettings;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code .image-manager.yml} and the environment variables that have a say in it. */
class SettingsTest extends SettingsFleet {

    private FleetSettings resolve(FleetConfig settings) {
        return SettingsResolver.resolve(settings, directory);
    }

    @Test
    void certificatesAreRelativeToTheFleetsDirectory() {
        assertThat(resolve(settings(
                                "registries: [{url: a.example, ca: certs/a.pem}, {url: b.example, ca: /etc/b.pem}]\n"))
                        .registries())
                .extracting(Registry::authority)
                .containsExactly(Optional.of(directory.resolve("certs/a.pem")), Optional.of(Path.of("/etc/b.pem")));
    }

    @Test
    void buildersAreTheirAddressesAndFiles() {
        fleet.withVariable("IMAGE_MANAGER_ALLOW", "builders");
        BuilderSettings builders = resolve(
                        settings(
                                """
                        builders:
                          linux/arm64: tcp://arm-box:8372
                          linux/amd64: [unix:///a.sock, "tcp://b:1", unix:///a.sock]
                          linux/x86_64: tcp://c:1
                        builder_tls: { ca: certs/ca.pem, cert: certs/me.pem, key: /etc/me.key, server_name: builders }
                        """))
                .builders();

        assertThat(builders.addresses()).containsOnlyKeys(Platform.parse("linux/arm64"), Platform.LINUX_AMD64);
        Optional<BuilderSettings.Tls> tls = Optional.of(new BuilderSettings.Tls(
                Optional.of(directory.resolve("certs/ca.pem")),
                Optional.of(new BuilderSettings.Client(directory.resolve("certs/me.pem"), Path.of("/etc/me.key"))),
                Optional.of("builders")));
        assertThat(builders.endpoints(Platform.LINUX_AMD64))
                .containsExactly(
                        new BuilderEndpoint("unix:///a.sock", Optional.empty()),
                        new BuilderEndpoint("tcp://b:1", tls),
                        new BuilderEndpoint("tcp://c:1", tls));
        assertThat(builders.endpoints(Platform.parse("linux/s390x"))).isEmpty();
    }

    @Test
    void theEnvironmentNamesBuildersToo() {
        fleet.withVariable("IMAGE_MANAGER_BUILDERS", "linux/amd64=tcp://a:1,tcp://b:1;linux/arm64=tcp://c:1")
                .withVariable("IMAGE_MANAGER_BUILDER_TLS_CA", "/etc/builders.pem");

        assertThat(resolve(settings("builders: {linux/amd64: tcp://other:1}\n")).builders())
                .isEqualTo(new BuilderSettings(
                        Map.of(
                                Platform.LINUX_AMD64,
                                List.of("tcp://a:1", "tcp://b:1"),
                                Platform.parse("linux/arm64"),
                                List.of("tcp://c:1")),
                        Optional.of(new BuilderSettings.Tls(
                                Optional.of(Path.of("/etc/builders.pem")), Optional.empty(), Optional.empty()))));
    }

    /** A daemon that a stranger chose would get the accounts of the user. */
    @Test
    void aFleetNamesBuildersOnlyIfThatIsAllowed() {
        String settings = "builders: {linux/amd64: tcp://a:1, linux/arm64: ssh://b}\n";
        fleet.with(".image-manager.yml", settings);
        assertThat(fleet.problems()).hasSize(2).allSatisfy(problem -> {
            assertThat(problem.message()).endsWith("may ask for your registry accounts, and is not allowed");
            assertThat(problem.hint().orElseThrow())
                    .endsWith("IMAGE_MANAGER_ALLOW=builders, or name them in IMAGE_MANAGER_BUILDERS");
        });

        fleet.withVariable("IMAGE_MANAGER_ALLOW", "builders");
        assertThat(fleet.problems()).noneMatch(Problem::isError);
    }

    @ParameterizedTest
    @CsvSource({"cert, key", "key, cert"})
    void aCertificateAndItsKeyComeTogether(String given, String missing) {
        fleet.with(".image-manager.yml", "builder_tls: {" + given + ": a.pem}\n");

        assertThat(fleet.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.location().orElseThrow()).matches(location -> location.line() == 1);
            assertThat(problem.message()).isEqualTo("'builder_tls." + given + "' has no '" + missing + "'");
        });
    }

    @Test
    void everythingOfTheExampleIsRead() {
        fleet.withVariable("IMAGE_MANAGER_ALLOW", "builders");
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
                        Optional.of("certs/corp.pem"),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(settings.mirrors()).isEqualTo(Map.of("docker.io", List.of("localhost:5050")));
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
        assertThat(settings.builders()).containsEntry("linux/arm64", List.of("tcp://arm-box:8372"));
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
        assertThat(resolve(settings).services())
                .isEqualTo(new ServiceSettings(
                        Map.of(
                                ServiceName.BUILDKITD, ServiceMode.EXTERNAL,
                                ServiceName.DIND, ServiceMode.PROCESS),
                        false,
                        Map.of(ServiceName.REGISTRY, 5060),
                        false,
                        5_000_000_000L));
    }

    @Test
    void onlyTheOperatorLetsStepsUseTheMachinesNetwork() {
        String text = "services:\n  buildkitd: { network: host }\n";
        fleet.with(".image-manager.yml", text);
        assertThat(fleet.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.location().orElseThrow().toString()).isEqualTo(".image-manager.yml:2:25");
            assertThat(problem.message()).startsWith("'services.buildkitd.network' is host, which lets build steps");
            assertThat(problem.hint())
                    .contains(
                            "remove it; the operator of the machine can allow it with IMAGE_MANAGER_ALLOW=host-network");
        });

        fleet.withVariable("IMAGE_MANAGER_ALLOW", "host-networks");
        assertThat(fleet.shown(fleet.problems()))
                .contains("IMAGE_MANAGER_ALLOW contains 'host-networks', which is not the name of a permission");

        fleet.withVariable("IMAGE_MANAGER_ALLOW", "host-network");
        assertThat(resolve(settings(text)).services().isBuildkitdInHostNetwork())
                .isTrue();
        assertThat(resolve(settings("services: { buildkitd: { network: private } }\n"))
                        .services()
                        .isBuildkitdInHostNetwork())
                .isFalse();

        fleet.withVariable("IMAGE_MANAGER_ALLOW", "ssh-keys")
                .withVariable("IMAGE_MANAGER_SERVICES_BUILDKITD_NETWORK", "host");
        assertThat(fleet.shown(fleet.problems()))
                .contains("IMAGE_MANAGER_SERVICES_BUILDKITD_NETWORK", "is not allowed");
    }

    @Test
    void servicesHaveDefaults() {
        assertThat(resolve(fleet.settings()).services())
                .isEqualTo(new ServiceSettings(Map.of(), false, Map.of(), false, 20_000_000_000L));
        assertThat(resolve(settings("build_registry: localhost:5050\n")).services())
                .as("the default, but written")
                .returns(true, ServiceSettings::hasOwnBuildRegistry);
    }

    @Test
    void theBuildRegistryCanBeSwitchedOff() {
        assertThat(resolve(settings("build_registry: false\n")).buildRegistry()).isEmpty();
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "false");
        assertThat(resolve(settings("build_registry: registry:5000\n")).buildRegistry())
                .isEmpty();
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "registry:5001");
        assertThat(resolve(settings("build_registry: false\n"))
                        .buildRegistry()
                        .orElseThrow()
                        .host())
                .isEqualTo("registry:5001");
    }

    @ParameterizedTest
    @CsvSource({
        "'buildkitd: {mode: docker}', is not a valid mode: use external, process or container",
        "'buildkitd: {gc_keep: 20}', is not a valid size",
        "'buildkitd: {gc_keep: 0GB}', is not a valid size",
        "'registry: {port: 65536}', is not a valid port",
        "'registry: {port: 0}', is not a valid port",
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
        assertThat(resolve(settings("services: {registry: {port: " + written + "}}\n"))
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
}
