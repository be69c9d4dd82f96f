package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.cut;
import static dev.imagemanager.infra.http.ScriptedServer.half;
import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static dev.imagemanager.infra.registry.TestRegistry.bytes;
import static dev.imagemanager.infra.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.infra.http.Backoff;
import dev.imagemanager.model.settings.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RetriesTest {

    private static final String CALL = "GET /v2/team/app/manifests/1";
    private static final String MANIFEST = "{\"schemaVersion\":2}";
    private static final Duration FIRST = Duration.ofMillis(125);

    @TempDir
    Path root;

    private TestRegistry test;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private Optional<Manifest> manifest() throws IOException, InterruptedException {
        return test.repository().manifests().find("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aServerThatIsBusyIsAskedAgain(int status) throws IOException, InterruptedException {
        test.server.on(CALL, status(status), text(200, MANIFEST));

        assertThat(manifest()).isPresent();
        assertThat(test.pauses).containsExactly(FIRST);
    }

    @Test
    void aConnectionThatBreaksIsMadeAgain() throws IOException, InterruptedException {
        test.server.on(CALL, half(bytes("{")), half(bytes("{")), text(200, MANIFEST));

        assertThat(manifest()).isPresent();
        assertThat(test.pauses).containsExactly(FIRST, Duration.ofMillis(500));
    }

    /** Java's client asks again by itself as well, but not always. */
    @Test
    void aConnectionThatEndsBeforeTheAnswerIsMadeAgain() throws IOException, InterruptedException {
        test.server.on(CALL, cut(), cut(), text(200, MANIFEST));

        assertThat(manifest()).isPresent();
    }

    @Test
    void thereIsAnEnd() {
        test.server.on(CALL, status(503, "Retry-After", "7"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(this::manifest)
                .withMessage(test.server.host() + " responded with HTTP status 503 for team/app:1");
        assertThat(test.server.calls()).containsExactly(CALL, CALL, CALL, CALL);
        assertThat(test.pauses).hasSize(3).containsOnly(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "3, 3",
        " 3 , 3",
        "30, 30",
        "'Thu, 01 Jan 2026 00:00:05 GMT', 5",
        "'Wed, 31 Dec 2025 00:00:00 GMT', 0",
    })
    void theServerSaysWhen(String header, int seconds) throws IOException, InterruptedException {
        test.server.on(CALL, status(429, "Retry-After", header), text(200, MANIFEST));

        assertThat(manifest()).isPresent();
        assertThat(test.pauses).containsExactly(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "31, for 31 s",
        "999999, for 999999 s",
        "99999999999, for 99999999999 s",
        "'Thu, 01 Jan 2099 00:00:00 GMT', until 2099-01-01T00:00:00Z",
    })
    void aServerThatAsksForLongerIsLeftAlone(String header, String shown) {
        test.server.on(CALL, status(503, "Retry-After", header));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(this::manifest)
                .withMessage(test.server.host()
                        + " responded with HTTP status 503 for team/app:1; it asks to be left alone " + shown)
                .satisfies(failure -> assertThat(Retries.isOutage(failure)).isTrue());
        assertThat(test.server.calls()).hasSize(1);
        assertThat(test.pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "Thu, 99 Jan 2026 00:00:05 GMT"})
    void whatIsNotATimeIsIgnored(String header) throws IOException, InterruptedException {
        test.server.on(CALL, status(503, "Retry-After", header), text(200, MANIFEST));

        assertThat(manifest()).isPresent();
        assertThat(test.pauses).containsExactly(FIRST);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409, 501})
    void otherFailuresStay(int status) {
        test.server.on(CALL, status(status));

        assertThatExceptionOfType(RegistryException.class).isThrownBy(this::manifest);
        assertThat(test.server.calls()).hasSize(1);
    }

    @Test
    void nobodyListeningStays() {
        Registry gone = test.registry();
        test.server.close();

        assertThatThrownBy(() ->
                        test.client.repository(gone, "team/app").manifests().find("1"))
                .isInstanceOf(IOException.class);
        assertThat(test.pauses).isEmpty();
    }

    @Test
    void anUploadBeginsAnew() throws IOException, InterruptedException {
        String uploads = "/v2/team/app/blobs/uploads/";
        test.server
                .on("HEAD /v2/team/app/blobs/" + digest("x"), status(404))
                .on("POST " + uploads, status(202, "Location", uploads + "1"), status(202, "Location", uploads + "2"))
                .on("PUT " + uploads + "1", status(502))
                .on("PUT " + uploads + "2", status(201));

        test.repository().blobs().put(digest("x"), 1, () -> new java.io.ByteArrayInputStream(bytes("x")));

        assertThat(test.server.last().call()).startsWith("PUT " + uploads + "2?");
        assertThat(test.server.last().text()).isEqualTo("x");
    }

    @Test
    void aPingIsMadeOnce() {
        test.server.on("GET /v2/", status(503));

        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> test.client.ping(test.registry()));
        assertThat(test.server.calls()).hasSize(1);
    }

    @Test
    void waitingEndsWithAnInterruption() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Retries realTime = new Retries(Backoff.inRealTime());
        Thread thread = new Thread(() -> {
            try {
                realTime.run(() -> {
                    waits.countDown();
                    throw new RegistryException(
                            "host", 503, "x", "", Optional.of(RetryAfter.of(Duration.ofSeconds(30))));
                });
            } catch (IOException | InterruptedException interrupted) {
                end.set(interrupted);
            }
        });
        thread.start();
        waits.await();
        thread.interrupt();
        thread.join();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void timePasses() throws IOException, InterruptedException {
        long start = System.nanoTime();
        int[] attempts = {0};

        new Retries(Backoff.inRealTime()).run(() -> {
            if (attempts[0]++ == 0) {
                throw new RegistryException("host", 503, "x", "", Optional.of(RetryAfter.of(Duration.ofMillis(50))));
            }
            return null;
        });

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
}
