package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedFleetTest {

    private static final String SETTINGS =
            """
            build_registry: evil.example:5000
            registries: [{ url: evil.example:5000, insecure: true }]
            mirrors: { docker.io: evil.example }
            cache: { endpoint: "https://evil.example", access_key: a, secret_key: b }
            services: { dind: { mode: container } }
            tools_mirror: https://evil.example
            environment: [USER_NAME]
            variables: { user: "${USER_NAME:nobody}" }
            """;

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory)
                .withVariable("USER_NAME", "me")
                .with(".image-manager.yml", SETTINGS)
                .with(
                        "images/app/image.yml",
                        """
                        tags: [{ name: "1" }]
                        build: { secrets: [{ id: a, env: TOKEN }], ssh: [default], entitlements: [network.host] }
                        variables: { x: y }
                        """)
                .with("images/app/test.yml", "schemaVersion: 2.0.0\n")
                .with("images/app/Dockerfile.tmpl", "FROM scratch\nLABEL user={=variables.user}\n");
    }

    private GeneratedFleet untrusted() {
        return fleet.withVariable(FleetTrust.VARIABLE, "true").generate();
    }

    @Test
    void itSelectsNoServersAndGetsNoEnvironment() {
        FleetSettings trusted = fleet.generate().fleet().settings();
        assertThat(trusted.isTrusted()).isTrue();
        assertThat(trusted.mirrors()).isNotEmpty();

        GeneratedFleet generated = untrusted();
        FleetSettings settings = generated.fleet().settings();
        assertThat(settings.isTrusted()).isFalse();
        assertThat(settings.buildRegistry().orElseThrow().host()).isEqualTo("localhost:5050");
        assertThat(settings.registries()).isEmpty();
        assertThat(settings.mirrors()).isEmpty();
        assertThat(settings.cache()).isInstanceOf(CacheSettings.SwitchedOff.class);
        assertThat(fleet.files("dist/app/1").get("Dockerfile")).isNull();
        assertThat(generated.rendered().values().iterator().next().dockerfile().toString())
                .doesNotContain("user=me");
    }

    @Test
    void itGetsNoSecretsAndNoSshAgent() {
        Target trusted = fleet.generate().fleet().targets().values().iterator().next();
        assertThat(trusted.definition().build().secrets()).isNotEmpty();
        assertThat(trusted.definition().build().entitlements()).isNotEmpty();

        Target target = untrusted().fleet().targets().values().iterator().next();
        assertThat(target.definition().build().secrets()).isEmpty();
        assertThat(target.definition().build().ssh()).isEmpty();
        assertThat(target.definition().build().entitlements()).isEmpty();
    }

    @Test
    void whatItDoesNotGetIsListedOnce() {
        assertThat(fleet.generate().notes()).isEmpty();

        assertThat(untrusted().notes()).singleElement().satisfies(note -> {
            assertThat(note.message())
                    .startsWith("the fleet is not trusted, so these keys have no effect: ")
                    .contains(
                            "build_registry (.image-manager.yml:1)",
                            "registries (.image-manager.yml:2)",
                            "mirrors (.image-manager.yml:3)",
                            "cache (.image-manager.yml:4)",
                            "services (.image-manager.yml:5)",
                            "tools_mirror (.image-manager.yml:6)",
                            "environment (.image-manager.yml:7)",
                            "build.secrets (images/app/image.yml:2)",
                            "build.ssh (images/app/image.yml:2)",
                            "build.entitlements (images/app/image.yml:2)");
            assertThat(note.hint().orElseThrow()).contains("--untrusted");
        });
    }

    /** Otherwise, nobody understands that an endpoint is missing which is written there. */
    @Test
    void whatItDoesNotGetIsListedWithErrorsToo() {
        fleet.withVariable(FleetTrust.VARIABLE, "true").withVariable("IMAGE_MANAGER_CACHE_BUCKET", "b");

        assertThat(fleet.problems())
                .extracting(Problem::message)
                .satisfiesExactly(
                        note -> assertThat(note)
                                .startsWith("the fleet is not trusted")
                                .contains("cache ("),
                        error -> assertThat(error).startsWith("'cache.endpoint' is missing"));
        Problems problems = new Problems();
        fleet.loader().loadSettingsOf(directory, problems);
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOfSatisfying(InputException.class, failure -> assertThat(failure.problems())
                        .hasSize(2)
                        .element(0)
                        .satisfies(note -> assertThat(note.isError()).isFalse()));
    }

    /** It may do without a registry and without a cache. */
    @Test
    void whatItSwitchesOffStaysSwitchedOff() {
        fleet.with(".image-manager.yml", "build_registry: false\ncache: false\nvariables: {user: x}\n");

        GeneratedFleet generated = untrusted();

        assertThat(generated.fleet().settings().buildRegistry()).isEmpty();
        assertThat(generated.notes().get(0).message()).doesNotContain(".image-manager.yml");
    }

    @Test
    void theOperatorsEnvironmentStillSelectsServers() {
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", "registry.example:5000")
                .withVariable("IMAGE_MANAGER_MIRRORS", "docker.io=mirror.example")
                .withVariable("IMAGE_MANAGER_CACHE_ENDPOINT", "https://s3.example")
                .withVariable("IMAGE_MANAGER_CACHE_BUCKET", "layers");

        FleetSettings settings = untrusted().fleet().settings();

        assertThat(settings.buildRegistry().orElseThrow().host()).isEqualTo("registry.example:5000");
        assertThat(settings.mirrors()).containsEntry("docker.io", List.of("mirror.example"));
        assertThat(settings.cache()).isInstanceOf(CacheSettings.ObjectStore.class);
    }

    @Test
    void aVariableWithoutADefaultIsAnError() {
        fleet.with(".image-manager.yml", "environment: [USER_NAME]\nvariables: { user: \"${USER_NAME}\" }\n");

        assertThatThrownBy(this::untrusted)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'variables.user' needs the environment variable USER_NAME, which a fleet that is"
                        + " not trusted does not get");
    }

    @Test
    void theOptionIsAsGoodAsTheVariable() {
        FleetTrust trust = new FleetTrust(new FakeEnvironment().with(FleetTrust.VARIABLE, "false"));
        assertThat(trust.isGiven()).isTrue();

        trust.withdraw();

        assertThat(trust.isGiven()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE"})
    void trueMeansNotTrusted(String value) {
        assertThat(new FleetTrust(new FakeEnvironment().with(FleetTrust.VARIABLE, value)).isGiven())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "1", " true"})
    void anotherValueIsAnErrorAndNotTakenForFalse(String value) {
        FleetTrust trust = new FleetTrust(new FakeEnvironment().with(FleetTrust.VARIABLE, value));

        assertThatThrownBy(trust::isGiven)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("IMAGE_MANAGER_UNTRUSTED is neither true nor false");
    }
}
