package dev.imagemanager.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.settings.Registry.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {

    @TempDir
    Path directory;

    private FleetSettings settings(String yaml) {
        return SettingsResolver.resolve(
                TestFleet.small(directory).with(".image-manager.yml", yaml).settings(), directory);
    }

    @Test
    void theBuildRegistryMayHaveAPath() {
        Registry registry = settings(
                        """
                        build_registry: registry.example.com:5000/group/project
                        registries:
                          - { url: "registry.example.com:5000/gro", username: other, password: other }
                          - { url: "registry.example.com:5000/group", username: user, password: hunter2 }
                          - { url: "registry.example.com:5000", username: all, password: all }
                        """)
                .buildRegistry()
                .orElseThrow();

        assertThat(registry.toString()).isEqualTo("registry.example.com:5000/group/project");
        assertThat(registry.repository("app")).isEqualTo("group/project/app");
        assertThat(registry.credentials()).contains(new Registry.Credentials("user", "hunter2"));
    }

    /** Where builds go is said by {@code build_registry} alone. */
    @Test
    void thePathOfAnotherRegistryIsNotThatOfTheBuildRegistry() {
        Registry registry = settings(
                        "build_registry: a.example\nregistries: [{ url: a.example/acme, username: u, password: p }]\n")
                .buildRegistry()
                .orElseThrow();

        assertThat(registry.repository("app")).isEqualTo("app");
        assertThat(registry.credentials()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"docker.io", "index.docker.io", "registry-1.docker.io"})
    void dockerHubIsOneRegistry(String name) {
        FleetSettings settings = settings("build_registry: " + name + "/acme\nmirrors: { " + name
                + ": mirror.example/hub/ }\nregistries: [{ url: " + name + ", username: u, password: p }]\n");

        assertThat(settings.buildRegistry().orElseThrow().toString()).isEqualTo("docker.io/acme");
        assertThat(settings.buildRegistry().orElseThrow().credentials()).isPresent();
        assertThat(settings.registryAt("docker.io").credentials()).isPresent();
        assertThat(settings.mirrors()).isEqualTo(Map.of("docker.io", List.of("mirror.example/hub")));
    }

    @Test
    void severalMirrorsKeepTheirOrder() {
        assertThat(settings("mirrors: { docker.io: [b.example/hub, a.example], quay.io: null, ghcr.io: \"c, d\" }\n")
                        .mirrors())
                .isEqualTo(Map.of("docker.io", List.of("b.example/hub", "a.example"), "ghcr.io", List.of("c", "d")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: a.example | TLS",
                "url: 'localhost:5000' | HTTP",
                "url: 'localhost:5000', ca: ca.pem | TLS",
                "url: a.example, insecure: true | INSECURE",
                "url: 'localhost:5000', insecure: true | INSECURE",
                "url: 'localhost:5000', insecure: false | TLS"
            })
    void howToConnect(String registry, Transport transport) {
        assertThat(settings("registries: [{ " + registry + " }]\n").registries())
                .extracting(Registry::transport)
                .containsExactly(transport);
    }

    @Test
    void onlyTlsThatIsVerifiedAndThisMachineAreConfidential() {
        assertThat(at("a.example", Transport.TLS).isConfidential()).isTrue();
        assertThat(at("a.example", Transport.INSECURE).isConfidential()).isFalse();
        assertThat(at("a.example", Transport.HTTP).isConfidential()).isFalse();
        assertThat(at("localhost:5000", Transport.INSECURE).isConfidential()).isTrue();
    }

    private static Registry at(String host, Transport transport) {
        return new Registry(host, "", Optional.empty(), transport, Optional.empty());
    }
}
