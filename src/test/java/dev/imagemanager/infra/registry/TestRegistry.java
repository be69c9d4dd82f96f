package dev.imagemanager.infra.registry;

import dev.imagemanager.TestDigests;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.http.Backoff;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client on a machine of its own, where time passes only when it waits, and a server that answers as it is told. */
final class TestRegistry implements AutoCloseable {

    final ScriptedServer server;
    final FakeMachine machine;
    final List<Duration> pauses = new ArrayList<>();
    final RegistryAccounts accounts;
    final RegistryClient client;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    TestRegistry(Path root) {
        this(root, ScriptedServer.start());
    }

    TestRegistry(Path root, ScriptedServer server) {
        this.server = server;
        this.machine = new FakeMachine(root);
        this.accounts = new RegistryAccounts(
                new DockerConfig(machine.environment()),
                new CredentialProgram(new ProcessRunner(), machine.executables()));
        this.client = new RegistryClient(
                accounts,
                new OutgoingHttp(new EnvironmentProxies(machine.environment())),
                new Retries(new Backoff(this::pause, () -> 0)),
                new TestClock());
    }

    private void pause(Duration time) {
        pauses.add(time);
        pass(time);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Registry registry() {
        return Registry.at(server.host());
    }

    Registry withAccount() {
        return new Registry(
                server.host(),
                "",
                Optional.of(new Registry.Credentials("user", "password")),
                Registry.Transport.HTTP,
                Optional.empty());
    }

    Repository repository() {
        return client.repository(registry(), "team/app");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Digest digest(String content) {
        return TestDigests.of(content);
    }

    @Override
    public void close() {
        server.close();
    }

    private final class TestClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
