package dev.imagemanager.infra.garage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two fleets may choose the same free port at the same moment; who was slower finds the other's Garage there. */
class GarageManagerTest {

    private static final String REFUSAL = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code>"
            + "<Message>Forbidden: Garage does not support anonymous access yet</Message><Resource>/</Resource>"
            + "<Region>%s</Region></Error>";

    @TempDir
    Path directory;

    private final FakeEnvironment environment = new FakeEnvironment();
    private final SecretMask mask = new SecretMask();
    private final GarageManager manager = new GarageManager(
            new ServiceWays(null, null, null),
            new OutgoingHttp(new EnvironmentProxies(environment)),
            TestSeals.states(),
            mask);
    private HttpServer store;
    private HttpServer administration;
    private ServiceScope scope;
    private volatile String region;
    private volatile int administrationStatus = 200;

    @BeforeEach
    void aGarageThatIsSetUp() throws IOException {
        scope = new ServiceScope(
                directory, TestFleet.small(directory).generate().fleet().settings());
        region = GarageConfig.regionOf(scope);
        store = serve(exchange -> answer(exchange, 403, String.format(REFUSAL, region)));
        administration = serve(
                exchange -> answer(
                        exchange,
                        administrationStatus,
                        exchange.getRequestURI().getPath().endsWith("GetKeyInfo")
                                ? "{\"accessKeyId\": \"GK1\", \"secretAccessKey\": \"hunter2\"}"
                                : "{\"keys\": [{\"accessKeyId\": \"GK1\", \"permissions\": {\"read\": true, \"write\": true}}]}"));
        GarageFiles files = new GarageFiles(TestSeals.states().create(directory).of(ServiceName.GARAGE));
        files.createSecrets();
        files.writeAdminAddress(addressOf(administration));
        files.writeStore(new ObjectStore(
                addressOf(store), "buildkit-cache", region, Optional.of(new Keys("GK1", new Secret("hunter2"))), true));
    }

    @AfterEach
    void stop() {
        store.stop(0);
        administration.stop(0);
    }

    private static HttpServer serve(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String addressOf(HttpServer server) {
        return GarageManager.PORT.addressAt(server.getAddress().getPort());
    }

    @Test
    void theFleetsOwnAnswers() throws InterruptedException {
        assertThat(manager.answers(addressOf(store), scope)).isTrue();
        assertThat(manager.isOccupied(addressOf(store), scope)).isFalse();
    }

    @Test
    void whereNobodyAnswersIsNobody() throws InterruptedException {
        store.stop(0);

        assertThat(manager.answers(addressOf(store), scope)).isFalse();
        assertThat(manager.isOccupied(addressOf(store), scope)).isFalse();
    }

    @Test
    void anotherOneAtItsPortIsNotTakenForIt() throws InterruptedException {
        region = "garage-of-another-fleet";

        assertThat(manager.answers(addressOf(store), scope)).isFalse();
        assertThat(manager.isOccupied(addressOf(store), scope)).isTrue();
    }

    @Test
    void aConfiguredServiceIsAskedThroughTheProxy(@TempDir Path other) throws InterruptedException {
        ServiceScope configured = new ServiceScope(
                other,
                TestFleet.small(other)
                        .with(
                                ".image-manager.yml",
                                """
                                cache:
                                  endpoint: http://s3.invalid
                                  bucket: layers
                                """)
                        .generate()
                        .fleet()
                        .settings());
        assertThat(manager.answers("http://s3.invalid", configured)).isFalse();

        environment.set("HTTP_PROXY", addressOf(store));
        assertThat(manager.answers("http://s3.invalid", configured)).isTrue();
    }

    /** Garage does not end while connections to it are open, but only after ten seconds. */
    @Test
    void noConnectionIsLeftOpen() throws IOException, InterruptedException {
        ServiceDirectory state = TestSeals.states().of(directory).of(ServiceName.GARAGE);
        try (LastingServer own = new LastingServer(403, String.format(REFUSAL, region));
                LastingServer stranger = new LastingServer(403, "{}")) {
            assertThat(manager.isOccupied(own.address(), scope)).isFalse();
            own.assertNoConnectionIsOpen();

            new GarageFiles(state).writeAdminAddress(stranger.address());
            assertThat(manager.isRecoverable(state)).isFalse();
            stranger.assertNoConnectionIsOpen();
        }
    }

    @Test
    void withADamagedAddressOfItsAdministrationItDoesNotAnswer() throws InterruptedException {
        new GarageFiles(TestSeals.states().of(directory).of(ServiceName.GARAGE)).writeAdminAddress("no address");

        assertThat(manager.answers(addressOf(store), scope)).isFalse();
    }

    @Test
    void oneWhoseTokenIsNotKnownAnyMoreIsOutOfReach() throws InterruptedException {
        ServiceDirectory state = TestSeals.states().of(directory).of(ServiceName.GARAGE);
        assertThat(manager.isRecoverable(state)).isTrue();

        administrationStatus = 503;
        assertThat(manager.isRecoverable(state)).as("not ready").isTrue();
        administrationStatus = 403;
        assertThat(manager.isRecoverable(state)).as("another token").isFalse();
        administration.stop(0);
        assertThat(manager.isRecoverable(state)).as("not up").isTrue();
        state.delete("admin_token");
        assertThat(manager.isRecoverable(state)).as("no token").isFalse();
    }

    @Test
    void itsCredentialsAreMaskedOnceTheyAreRead() {
        GarageFiles files = new GarageFiles(TestSeals.states().of(directory).of(ServiceName.GARAGE));
        files.writeStore(new ObjectStore(
                addressOf(store),
                "buildkit-cache",
                region,
                Optional.of(new Keys("GK0123456789", new Secret("hunter2-hunter2"))),
                true));

        assertThat(manager.find(directory)).isPresent();

        assertThat(mask.apply("GK0123456789 hunter2-hunter2 buildkit-cache")).isEqualTo("*** *** buildkit-cache");
        assertThat(mask.apply(files.adminToken().orElseThrow() + " and "
                        + files.rpcSecret().orElseThrow()))
                .isEqualTo("*** and ***");
    }
}
