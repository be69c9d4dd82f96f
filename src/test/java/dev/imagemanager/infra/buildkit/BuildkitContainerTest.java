package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.container.ContainerFile;
import dev.imagemanager.infra.container.ContainerImages;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.ContainerLaunch.Network;
import dev.imagemanager.infra.container.ContainerWay;
import dev.imagemanager.infra.container.Containers;
import dev.imagemanager.infra.container.DockerContexts;
import dev.imagemanager.infra.container.HostDocker;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class BuildkitContainerTest {

    @TempDir
    Path directory;

    private final FakeEnvironment environment = new FakeEnvironment().with("DOCKER_HOST", "unix:///no/such/socket");
    private final HostDocker docker =
            new HostDocker(environment, new DockerContexts(environment, new DockerConfig(environment)));
    private final Containers containers = new Containers(docker, new ContainerImages());
    private final ContainerWay way =
            new ContainerWay(new BuildkitContainer(containers, environment).description(), containers);

    private static final String HOST = "build_registry: localhost:5051\n";
    private static final String PRIVATE = "build_registry: registry.example\n";

    private ServiceScope scope(String settings) {
        TestFleet fleet = TestFleet.small(directory)
                .with(".image-manager.yml", settings)
                .withVariable("IMAGE_MANAGER_ALLOW", "host-network");
        return new ServiceScope(directory, fleet.generate().fleet().settings());
    }

    private ContainerLaunch launch(String settings) {
        return way.prepare(state(), scope(settings), Optional.empty());
    }

    private ServiceDirectory state() {
        return TestSeals.states().create(directory).of(ServiceName.BUILDKITD);
    }

    @Test
    void theKeysOfTheCacheAreInAFileThatTheDaemonAloneReads() {
        ContainerLaunch launch = launch(PRIVATE
                + "cache: {endpoint: 'https://s3.example', bucket: layers, access_key: GK1, secret_key: hush}\n");

        assertThat(launch.environment().toString())
                .contains("/etc/buildkit/cache-keys")
                .doesNotContain("hush");
        assertThat(launch.files())
                .contains(ContainerFile.secret(
                        "/etc/buildkit/cache-keys",
                        "[default]\naws_access_key_id = GK1\naws_secret_access_key = hush\n",
                        1000));
        assertThat(launch(PRIVATE + "cache: false\n").environment()).isEmpty();
    }

    @Test
    void itIsInTheNetworkOfTheFleetsContainers() {
        ContainerLaunch launch = launch(PRIVATE);

        int port = Integer.parseInt(launch.address().replaceFirst("^tcp://127\\.0\\.0\\.1:", ""));
        assertThat(launch.network()).isEqualTo(Network.PRIVATE);
        assertThat(launch.ports()).isEqualTo(Map.of(8372, port));
        assertThat(launch.files().get(0).content())
                .contains("address = [\"tcp://0.0.0.0:8372\"]", "nameservers = [\"127.0.0.11\"]");
    }

    @Test
    void withTheMachinesNetworkItListensOnTheLoopbackAddress() {
        ContainerLaunch launch = launch(HOST + "services: { buildkitd: { network: host } }\n");

        assertThat(launch.address()).matches("tcp://127\\.0\\.0\\.1:[0-9]+");
        assertThat(launch.network()).isEqualTo(Network.HOST);
        assertThat(launch.ports()).isEmpty();
        assertThat(launch.rights().isPrivileged()).isFalse();
        assertThat(launch.rights().isUnconfined()).isTrue();
        assertThat(launch.rights().capabilities()).isEmpty();
        assertThat(launch.command()).contains("--oci-worker-no-process-sandbox");
        assertThat(launch.files()).first().satisfies(config -> {
            assertThat(config.path()).isEqualTo("/etc/buildkit/buildkitd.toml");
            assertThat(config.content())
                    .contains(
                            "address = [\"" + launch.address() + "\"]", "[registry.\"localhost:5051\"]\n  http = true")
                    .doesNotContain("defaultCgroupParent", "root =", "[dns]");
        });
    }

    @Test
    void theDaemonAloneReadsItsKeyAndDemandsCertificatesOfItsClients() {
        ContainerLaunch launch = launch(PRIVATE);

        assertThat(launch.files().get(0).content())
                .contains(
                        """
                        [grpc.tls]
                          cert = "/etc/buildkit/tls/cert.pem"
                          key = "/etc/buildkit/tls/key.pem"
                          # With an authority, clients need certificates too.
                          ca = "/etc/buildkit/tls/ca.pem"
                        """);
        assertThat(launch.files())
                .filteredOn(file -> file.path().equals("/etc/buildkit/tls/key.pem"))
                .singleElement()
                .satisfies(key -> {
                    assertThat(key.content()).startsWith("-----BEGIN PRIVATE KEY-----\n");
                    assertThat(key.mode()).isEqualTo(0400);
                    assertThat(key.owner()).isEqualTo(1000);
                });
    }

    @Test
    void oneWithoutCertificatesForItsAddressIsNotUsedAnyMore() {
        assertThat(way.isCurrent(state(), scope(PRIVATE), "tcp://127.0.0.1:8372"))
                .isFalse();

        String address = launch(PRIVATE).address();

        assertThat(way.isCurrent(state(), scope(PRIVATE), address)).isTrue();
        assertThat(way.isCurrent(state(), scope(PRIVATE), "tcp://127.0.0.1:1")).isFalse();
        assertThatCode(() -> way.release(state())).doesNotThrowAnyException();
        assertThat(way.isCurrent(state(), scope(PRIVATE), address)).isFalse();
        assertThat(state().resolve("tls")).doesNotExist();
    }

    @Test
    void oneInTheMachinesNetworkIsOnlyUsedAsLongAsThatIsAllowed() {
        String allowed = PRIVATE + "services: { buildkitd: { network: host } }\n";
        String address = launch(allowed).address();
        assertThat(way.isCurrent(state(), scope(allowed), address)).isTrue();
        assertThat(way.isCurrent(state(), scope(PRIVATE), address)).isFalse();

        address = launch(PRIVATE).address();
        assertThat(way.isCurrent(state(), scope(PRIVATE), address)).isTrue();
        assertThat(way.isCurrent(state(), scope(allowed), address)).isTrue();
    }

    @Test
    void certificatesAreTakenAlong() {
        TestFleet.small(directory).with("certs/corp.pem", "the certificate\n");

        ContainerLaunch launch = launch(PRIVATE + "registries: [{ url: corp.example, ca: certs/corp.pem }]\n");

        ContainerFile certificate = launch.files().get(launch.files().size() - 1);
        assertThat(certificate.content()).isEqualTo("the certificate\n");
        assertThat(certificate.path()).startsWith("/etc/buildkit/certificates/").endsWith("-corp.pem");
        assertThat(launch.files().get(0).content()).contains("ca = [\"" + certificate.path() + "\"]");
    }

    @Test
    void whatANetworkOfItsOwnCannotReachIsSaid() {
        assertThatThrownBy(() -> launch(HOST))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("a network of its own, from which localhost:5051 cannot be reached")
                .hasMessageContaining("run the registry as a container too (services.registry.mode: container), or set"
                        + " services.buildkitd.network to host; the operator of the machine can allow it with"
                        + " IMAGE_MANAGER_ALLOW=host-network");
        assertThatThrownBy(() -> launch(PRIVATE + "mirrors: { docker.io: 'localhost:5052' }\n"))
                .hasMessageContaining("from which localhost:5052 cannot be reached")
                .hasMessageContaining("use one that other machines can reach, or set services.buildkitd.network");
    }

    @Test
    void settingsThatChangedSinceAreNoted() {
        launch(PRIVATE);

        assertThat(way.note(state(), scope(PRIVATE))).isEmpty();
        assertThat(way.note(state(), scope(PRIVATE + "services: { buildkitd: { gc_keep: 1GB } }\n")))
                .contains(BuildkitManager.OUTDATED);
    }
}
