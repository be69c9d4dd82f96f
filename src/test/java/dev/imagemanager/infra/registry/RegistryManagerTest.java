package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.infra.http.ScriptedServer.Answer;
import dev.imagemanager.model.settings.Registry.Credentials;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for the registry that the fleet started, and who gets its account. */
@Timeout(60)
class RegistryManagerTest {

    private static final String BASIC = "Basic realm=\"x\"";
    private static final String OTHER = "Basic " + encoded("user", "password");

    @TempDir
    Path root;

    @TempDir
    Path fleet;

    private final SecretMask mask = new SecretMask();
    private TestRegistry test;
    private ScriptedServer server;
    private RegistryManager manager;
    private ServiceScope scope;
    private Credentials account;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
        server = test.server;
        manager = new RegistryManager(test.client, new ServiceWays(null, null, null), TestSeals.states(), mask);
        scope = scope("");
        account = new FleetAccount(TestSeals.states().create(fleet).of(ServiceName.REGISTRY)).findOrCreate();
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private ServiceScope scope(String settings) {
        return new ServiceScope(
                fleet,
                TestFleet.small(fleet)
                        .with(".image-manager.yml", settings)
                        .generate()
                        .fleet()
                        .settings());
    }

    private static String encoded(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String ours() {
        return RegistryConfig.ownerOf(scope);
    }

    /** A registry that serves only those who say this. */
    private void serves(String authorization, String owner) {
        Answer answer = exchange -> {
            boolean isAllowed =
                    authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            (isAllowed
                            ? status(200, "X-Image-Manager", owner)
                            : status(401, "X-Image-Manager", owner, "WWW-Authenticate", BASIC))
                    .give(exchange);
        };
        server.on("GET /v2/", answer);
    }

    private void assertOwn(boolean isOwn) throws InterruptedException {
        assertThat(manager.ownAnswers(server.host(), scope)).isEqualTo(isOwn);
        assertThat(manager.isOccupied(server.host(), scope)).isEqualTo(!isOwn);
    }

    private boolean sentTheAccount() {
        return server.requests().stream()
                .anyMatch(request -> request.header("Authorization").isPresent());
    }

    @Test
    void ourRegistryTakesTheAccount() throws InterruptedException {
        serves("Basic " + encoded(account.username(), account.password()), ours());

        assertOwn(true);
    }

    @Test
    void oneThatServesEveryoneIsNotOurs() throws InterruptedException {
        server.on("GET /v2/", status(200, "X-Image-Manager", ours()));

        assertOwn(false);
        assertThat(sentTheAccount()).isFalse();
    }

    @Test
    void oneWithAnotherAccountIsNotOurs() throws InterruptedException {
        serves(OTHER, ours());

        assertOwn(false);
    }

    @Test
    void anotherFleetsDoesNotGetTheAccount() throws InterruptedException {
        serves(OTHER, "0123456789ab");

        assertOwn(false);
        assertThat(sentTheAccount()).isFalse();
    }

    @Test
    void aWebServerIsNotOurs() throws InterruptedException {
        server.on("GET /v2/", status(404));

        assertOwn(false);
    }

    @Test
    void whatDoesNotAnswerYetIsNobodyElse() throws InterruptedException {
        server.on("GET /v2/", status(503));
        assertThat(manager.ownAnswers(server.host(), scope)).isFalse();
        assertThat(manager.isOccupied(server.host(), scope)).isFalse();

        server.close();
        assertThat(manager.ownAnswers(server.host(), scope)).isFalse();
        assertThat(manager.isOccupied(server.host(), scope)).isFalse();
    }

    /** BuildKit would send the account to it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramOnTheSamePortOfIpv6TakesOurPlace() throws IOException, InterruptedException {
        serves("Basic " + encoded(account.username(), account.password()), ours());
        int port = Integer.parseInt(server.host().replaceFirst(".*:", ""));

        ServerSocket listening = new ServerSocket();
        try (listening) {
            try {
                listening.bind(new InetSocketAddress(InetAddress.getByName("::1"), port));
            } catch (IOException withoutIpv6) {
                Assumptions.abort("this machine has no IPv6: " + withoutIpv6.getMessage());
            }
            assertOwn(false);
        }
        assertOwn(true);
    }

    @Test
    void aRegistryOfAFleetIsNoExternalOneUnlessItIsConfigured() throws InterruptedException {
        for (String owner : new String[] {ours(), "0123456789ab"}) {
            serves(OTHER, owner);
            assertThat(manager.answers(server.host(), scope)).as(owner).isFalse();
        }

        serves(OTHER, ours());
        assertThat(manager.answers(server.host(), scope("build_registry: " + server.host() + "\n")))
                .isTrue();
    }

    @Test
    void anExternalRegistryMayServeEveryoneOrDemandALogin() throws InterruptedException {
        server.on("GET /v2/", status(200), status(401, "WWW-Authenticate", BASIC));

        assertThat(manager.answers(server.host(), scope)).isTrue();
        assertThat(manager.answers(server.host(), scope)).isTrue();
    }

    @Test
    void thePasswordIsMasked() {
        assertThat(manager.account(fleet)).contains(account);

        String sent = encoded(account.username(), account.password());
        assertThat(mask.apply("a " + account.password() + " b")).isEqualTo("a *** b");
        assertThat(mask.apply(sent)).doesNotContain(sent.substring(40));
    }
}
