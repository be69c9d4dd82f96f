package dev.imagemanager.infra.s3;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.pipeline.cache.CachedManifest;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that answer nonsense. */
@Timeout(60)
class S3LayerCacheTest {

    private final S3Clients clients = new S3Clients(new EnvironmentProxies(new FakeEnvironment()));
    private final S3LayerCache cache = new S3LayerCache(clients);

    @AfterEach
    void stop() {
        clients.close();
    }

    private static ObjectStore at(String address) {
        return new ObjectStore(address, "bucket", "garage", Optional.of(new Keys("key", new Secret("secret"))), true);
    }

    @Test
    void aListThatNeverEndsIsAnError() {
        try (ScriptedServer server = ScriptedServer.start()
                .on(
                        "GET /bucket",
                        ScriptedServer.text(
                                200,
                                "<ListBucketResult><Name>bucket</Name><IsTruncated>true</IsTruncated>"
                                        + "<NextContinuationToken>a</NextContinuationToken></ListBucketResult>"))) {
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(() -> cache.contents(at("http://" + server.host())))
                    .withMessageContaining("it lists the same objects again and again");
        }
    }

    @Test
    void answersAreReadUpToALimit() {
        String tooMuch = " ".repeat((4 << 20) + 1);
        try (ScriptedServer server = ScriptedServer.start()
                .on("GET /bucket", ScriptedServer.text(200, tooMuch))
                .on("GET /bucket/app/manifests/1/linux-amd64", ScriptedServer.text(200, tooMuch))) {
            ObjectStore store = at("http://" + server.host());

            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(() -> cache.contents(store))
                    .withMessageContaining("the response is larger than 4 MiB, the limit of image-manager");
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(
                            () -> cache.layersOf(store, new CachedManifest("app", "1/linux-amd64", Instant.EPOCH, 1)))
                    .withMessageContaining("the response is larger than 4 MiB, the limit of image-manager");
        }
    }

    @Test
    void whatIsNoHttpIsAnError() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket connection = server.accept()) {
                        connection.getInputStream().read();
                        connection.getOutputStream().write("SSH-2.0-OpenSSH_9\r\n".getBytes(StandardCharsets.UTF_8));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            answering.start();
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(() -> cache.contents(at("http://127.0.0.1:" + server.getLocalPort())))
                    .withMessageContaining("cannot be reached");
        }
    }
}
