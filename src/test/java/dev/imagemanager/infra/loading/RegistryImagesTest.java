package dev.imagemanager.infra.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.container.DaemonTest;
import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.container.PullingDaemon;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryImagesTest {

    private static final TargetName APP = new TargetName("app", "1");
    private static final DaemonTest TEST = new DaemonTest("", () -> {});

    @TempDir
    Path root;

    private final List<Problem> notes = new ArrayList<>();
    private PullingDaemon server;

    @BeforeEach
    void start() throws IOException {
        server = new PullingDaemon();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RegistryImages images(Optional<Registry> registry) {
        FakeMachine machine = new FakeMachine(root);
        RegistryAccounts accounts = new RegistryAccounts(
                new DockerConfig(machine.environment()),
                new CredentialProgram(new ProcessRunner(), machine.executables()));
        return new RegistryImages(
                registry.map(PublishPlace::at),
                new RegistryClient(accounts, new OutgoingHttp(new EnvironmentProxies(machine.environment()))),
                accounts,
                new DockerDaemon(server.address(), TestSeals.states().of(root).of(ServiceName.DIND)),
                notes::add);
    }

    /** Otherwise the account would go to whoever listens there. */
    @Test
    void fromARegistryOfThisMachineOnlyADaemonOfThisMachinePulls() throws InterruptedException {
        try (RegistryImages images = images(Optional.of(Registry.at("localhost:5050")))) {
            assertThat(images.find(APP, TestDigests.of("app"), TEST)).isEmpty();
            assertThat(images.find(APP, TestDigests.of("other"), TEST)).isEmpty();
        }

        assertThat(server.pulls).singleElement().asString().startsWith("127.0.0.1:");
        assertThat(notes).singleElement().satisfies(note -> assertThat(note.message())
                .isEqualTo("images are loaded from archives for tests, since the Docker daemon at " + server.address()
                        + " does not pull them from localhost:5050: localhost:5050 is another place for it, since it"
                        + " has a network of its own"));
    }

    @Test
    void withoutARegistryNothingIsAskedNorNoted() throws InterruptedException {
        try (RegistryImages images = images(Optional.empty())) {
            assertThat(images.find(APP, TestDigests.of("app"), TEST)).isEmpty();
        }
        assertThat(server.pulls).isEmpty();
        assertThat(notes).isEmpty();
    }
}
