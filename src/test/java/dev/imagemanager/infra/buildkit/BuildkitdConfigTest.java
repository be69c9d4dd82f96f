package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.config.Entitlement;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildkitdConfigTest {

    @TempDir
    Path directory;

    private String config(String settings) {
        TestFleet fleet =
                TestFleet.small(directory).with(".image-manager.yml", "build_registry: localhost:5051\n" + settings);
        return BuildkitdConfig.of(
                        new ServiceScope(directory, fleet.generate().fleet().settings()),
                        new BuildkitdConfig.Surroundings(
                                Optional.of(Path.of("/state/data")),
                                "unix:///state/socket",
                                Optional.empty(),
                                Optional.of("group"),
                                Optional.empty(),
                                Optional.of(new StepRuntime(Path.of("/state/runtime"), Optional.of("/netns"))),
                                Optional.empty(),
                                false,
                                host -> host,
                                Path::toString))
                .replace(directory.toString(), "<fleet>");
    }

    @Test
    void aFleetWithoutSettings() {
        assertThat(config(""))
                .isEqualTo(
                        """
                        # Written by image-manager whenever it starts buildkitd.
                        root = "/state/data"

                        [grpc]
                          address = ["unix:///state/socket"]

                        [worker.oci]
                          networkMode = "host" # from which the runtime moves build steps to a network of their own
                          binary = "/state/runtime"
                          defaultCgroupParent = "/group"
                          gc = true
                          # A string, since numbers are not accepted; without a unit, since units are powers of two.
                          reservedSpace = "20000000000"
                          maxUsedSpace = "20000000000"

                        [worker.containerd]
                          enabled = false

                        [registry."localhost:5051"]
                          http = true
                        """);
    }

    @Test
    void entitlementsAreThoseThatTheOperatorAllowsToATrustedFleet() {
        FakeEnvironment environment = new FakeEnvironment();
        TestFleet fleet = TestFleet.small(directory);
        ServiceScope trusted =
                new ServiceScope(directory, fleet.generate().fleet().settings());
        ServiceScope other = new ServiceScope(
                directory,
                fleet.withVariable("IMAGE_MANAGER_UNTRUSTED", "true")
                        .generate()
                        .fleet()
                        .settings());
        assertThat(BuildkitdConfig.entitlements(trusted, environment)).isEmpty();

        environment.set("IMAGE_MANAGER_ALLOW", "security.insecure,host-network");
        Set<Entitlement> allowed = BuildkitdConfig.entitlements(trusted, environment);

        assertThat(allowed).containsExactlyInAnyOrder(Entitlement.values());
        assertThat(BuildkitdConfig.entitlements(other, environment)).isEmpty();
        String config = BuildkitdConfig.of(
                trusted,
                allowed,
                new BuildkitdConfig.Surroundings(
                        Optional.empty(),
                        "unix:///socket",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        host -> host,
                        Path::toString));
        assertThat(config.lines().toList().subList(0, 4))
                .containsExactly(
                        "# Written by image-manager whenever it starts buildkitd.",
                        "insecure-entitlements = [\"network.host\", \"security.insecure\"]",
                        "",
                        "[grpc]");
        ServiceDirectory running = TestSeals.states().of(directory).of(ServiceName.BUILDKITD);
        assertThat(BuildkitdConfig.hasEntitlements(running, allowed))
                .as("nothing runs")
                .isTrue();
        running.write(BuildkitdConfig.FILE, config);
        assertThat(BuildkitdConfig.hasEntitlements(running, allowed)).isTrue();
        assertThat(BuildkitdConfig.hasEntitlements(running, Set.of())).isFalse();
        assertThat(BuildkitdConfig.hasEntitlements(running, Set.of(Entitlement.NETWORK_HOST)))
                .isFalse();
    }

    @Test
    void theKeysOfTheLayerCacheAreKnownAgainAndNotTold() {
        String one = config("cache: {endpoint: http://s3, access_key: one, secret_key: hunter2}\n");
        String other = config("cache: {endpoint: http://s3, access_key: one, secret_key: hunter3}\n");

        assertThat(one)
                .containsPattern("\n# Keys of the layer cache: sha256:[0-9a-f]{64}\n")
                .doesNotContain("hunter2")
                .isNotEqualTo(other)
                .isEqualTo(config("cache: {endpoint: http://other, access_key: one, secret_key: hunter2}\n"));
    }

    @Test
    void mirrorsInsecureRegistriesPrivateAuthoritiesAndTheCache() {
        TestFleet.small(directory).with("certs/corp.pem", "");

        assertThat(
                        config(
                                """
                        mirrors: { index.docker.io: "localhost:5000", quay.io: [corp.example/quay, "localhost:5000"] }
                        registries:
                          - { url: corp.example/team, ca: certs/corp.pem }
                          - { url: "plain.example:5000", insecure: true }
                          - { url: "localhost:5443", insecure: false }
                          - { url: ghcr.io/acme }
                        services: { buildkitd: { gc_keep: 512MB } }
                        """))
                .contains("maxUsedSpace = \"512000000\"")
                .endsWith(
                        """
                        [registry."corp.example"]
                          ca = ["<fleet>/certs/corp.pem"]

                        [registry."docker.io"]
                          mirrors = ["localhost:5000"]

                        [registry."localhost:5000"]
                          http = true

                        [registry."localhost:5051"]
                          http = true

                        [registry."localhost:5443"]
                          http = false

                        [registry."plain.example:5000"]
                          http = true
                          insecure = true

                        [registry."quay.io"]
                          mirrors = ["corp.example/quay", "localhost:5000"]

                        [registry."registry-1.docker.io"]
                          mirrors = ["localhost:5000"]
                        """);
    }

    @Test
    void textIsQuoted() throws IOException {
        Files.createFile(directory.resolve("a\"b\\c\td.pem"));

        assertThat(config("registries: [{ url: corp.example, ca: \"a\\\"b\\\\c\\td.pem\" }]\n"))
                .contains("/a\\\"b\\\\c\\u0009d.pem\"]");
    }

    @Test
    void aCertificateHasToExist() {
        assertThatThrownBy(() -> config("registries: [{ url: corp.example, ca: missing.pem }]\n"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the certificate of corp.example does not exist: " + directory + "/missing.pem");
    }
}
