package dev.imagemanager.infra.http;

import static dev.imagemanager.infra.http.ScriptedServer.bytes;
import static dev.imagemanager.infra.http.ScriptedServer.half;
import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutgoingHttpTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeEnvironment environment = new FakeEnvironment();
    private final OutgoingHttp http = new OutgoingHttp(new EnvironmentProxies(environment));
    private final ScriptedServer server = ScriptedServer.start();
    private final ScriptedServer other = ScriptedServer.start();
    private final ScriptedServer secure = ScriptedServer.startWithTls();

    @AfterEach
    void stop() {
        server.close();
        other.close();
        secure.close();
    }

    private HttpRequest.Builder with(String url) throws IOException {
        return http.request(url).header("Authorization", "Basic secret").header("Accept", "text/plain");
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(with(url).build(), BodyHandlers.ofString(), LIMIT);
    }

    @Test
    void aRedirectIsFollowedAndItsOwnBodyIsNot() throws IOException, InterruptedException {
        server.on("GET /from", text(302, "moved", "Location", "/to?key=%2F")).on("GET /to?key=%2F", text(200, "there"));

        assertThat(get(server.url("/from")).body()).isEqualTo("there");
        assertThat(server.last().header("Authorization")).hasValue("Basic secret");
    }

    @Test
    void anAccountStaysWithItsServer() throws IOException, InterruptedException {
        server.on("GET /from", status(307, "Location", other.url("/to")));
        other.on("GET /to", text(200, "there"));

        assertThat(get(server.url("/from")).body()).isEqualTo("there");
        assertThat(other.last().header("Authorization")).isEmpty();
        assertThat(other.last().header("Accept")).hasValue("text/plain");
    }

    @Test
    void aBodyGoesWhereItIsSentOn() throws IOException, InterruptedException {
        server.on("PUT /from", status(308, "Location", "/to")).on("PUT /to", status(201));

        HttpRequest request = with(server.url("/from"))
                .PUT(BodyPublishers.ofString("content"))
                .build();
        assertThat(http.send(request, BodyHandlers.discarding(), LIMIT).statusCode())
                .isEqualTo(201);
        assertThat(server.last().text()).isEqualTo("content");
    }

    @Test
    void aWriteDoesNotBecomeARead() throws IOException, InterruptedException {
        server.on("PUT /from", status(302, "Location", "/to"));

        HttpRequest request = with(server.url("/from"))
                .PUT(BodyPublishers.ofString("content"))
                .build();
        assertThat(http.send(request, BodyHandlers.discarding(), LIMIT).statusCode())
                .isEqualTo(302);
        assertThat(server.calls()).containsExactly("PUT /from");
    }

    @Test
    void redirectsInACircleEnd() {
        server.on("GET /from", status(302, "Location", "/from"));

        assertThatThrownBy(() -> get(server.url("/from")))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 redirects more than 10 times");
        assertThat(server.calls()).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a b/", "ftp://example.com/x", "http:///nowhere", "http://[::1", "mailto:x", "%"})
    void aRedirectToNowhereIsSaid(String location) {
        server.on("GET /from", status(302, "Location", location));

        assertThatThrownBy(() -> get(server.url("/from")))
                .isInstanceOf(IOException.class)
                .hasMessage(server.host() + " sent a Location header that is not a valid address: '" + location + "'");
    }

    @Test
    void aRedirectOutOfTlsIsRefused() {
        secure.on("GET /from", status(302, "Location", server.url("/to?password=1")));

        assertThatThrownBy(() -> http.send(
                        with(secure.url("/from")).build(),
                        BodyHandlers.ofString(),
                        LIMIT,
                        ServerTrust.of(Optional.of(ScriptedServer.AUTHORITY), true)))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 redirects from HTTPS to '" + server.url("/to?…") + "', which is not allowed");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aPrivateAuthorityIsTrustedWhereItIsNamed() throws IOException, InterruptedException {
        secure.on("GET /", text(200, "secure"));

        HttpRequest request = with(secure.url("/")).build();
        assertThat(http.send(
                                request,
                                BodyHandlers.ofString(),
                                LIMIT,
                                ServerTrust.of(Optional.of(ScriptedServer.AUTHORITY), true))
                        .body())
                .isEqualTo("secure");
        assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString(), LIMIT))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void whatJavaTrustsIsTrustedBesidesAPrivateAuthority() throws IOException {
        assertThat(PrivateAuthority.trust(ScriptedServer.AUTHORITY)).isNotNull();
        assertThat(PrivateAuthority.issuers(ScriptedServer.AUTHORITY))
                .hasSizeGreaterThan(PrivateAuthority.issuers().size());
    }

    @Test
    void anAuthorityThatCannotBeReadIsNamed(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ca.pem");
        HttpRequest request = with(secure.url("/")).build();

        assertThatThrownBy(() ->
                        http.send(request, BodyHandlers.ofString(), LIMIT, ServerTrust.of(Optional.of(file), true)))
                .hasMessage("cannot read the certificates in " + file + ": " + file + " does not exist");
        Files.writeString(file, "");
        assertThatThrownBy(() ->
                        http.send(request, BodyHandlers.ofString(), LIMIT, ServerTrust.of(Optional.of(file), true)))
                .hasMessageStartingWith(file + " does not contain valid PEM certificates");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() ->
                        http.send(request, BodyHandlers.ofString(), LIMIT, ServerTrust.of(Optional.of(file), true)))
                .hasMessageStartingWith(file + " does not contain valid PEM certificates");
    }

    @Test
    void theLimitHoldsForTheBodyToo() {
        CountDownLatch end = new CountDownLatch(1);
        server.on("GET /stalls", exchange -> {
            half(new byte[] {1}).give(exchange);
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> http.send(
                        with(server.url("/stalls")).build(), BodyHandlers.ofByteArray(), Duration.ofMillis(200)))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageStartingWith("the response was not complete within");
        end.countDown();
    }

    @Test
    void anAnswerIsReadUpToALimit() throws IOException, InterruptedException {
        server.on("GET /long", bytes(200, new byte[4 << 20])).on("GET /longer", bytes(200, new byte[(4 << 20) + 1]));

        assertThat(http.send(with(server.url("/long")).build(), info -> BodySink.bytes(), LIMIT)
                        .body())
                .hasSize(4 << 20);
        assertThatThrownBy(() -> http.send(with(server.url("/longer")).build(), info -> BodySink.bytes(), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessage("the response is larger than 4 MiB, the limit of image-manager");
    }

    @Test
    @Timeout(30)
    void theBeginningOfABodyThatDoesNotEndIsEnough() throws IOException, InterruptedException {
        server.on("GET /", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[1 << 16]);
            }
        });

        assertThat(http.send(with(server.url("/")).build(), info -> BodySink.beginning(100_000), Duration.ofMinutes(5))
                        .body())
                .hasSize(100_000);
    }

    @Test
    void whatCannotBeTakenEndsTheTransfer() {
        server.on("GET /", bytes(200, new byte[1_000_000]));

        assertThatThrownBy(() -> http.send(
                        with(server.url("/")).build(),
                        info -> new BodySink(part -> {
                            throw new IOException("no space left");
                        }),
                        LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
    }

    @Test
    void theAccountOfAProxyIsForTheProxy() throws IOException, InterruptedException {
        environment.set("HTTP_PROXY", "http://user:password@" + other.host());
        other.on("GET /from", status(302, "Location", server.url("/to")));
        server.on("GET /to", text(200, "there"));

        assertThat(get("http://registry.invalid/from").body()).isEqualTo("there");
        assertThat(other.last().header("Proxy-Authorization")).hasValue("Basic dXNlcjpwYXNzd29yZA==");
        assertThat(server.last().header("Proxy-Authorization")).isEmpty();
    }

    /** Java's client shows the whole line, as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"aaaaaaaaaa", "\u001b[31m"})
    void whatAServerSendsIsNotShownInFull(String part) throws Exception {
        try (ServerSocket nonsense = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (Socket client = nonsense.accept()) {
                    BufferedReader request =
                            new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                    while (!request.readLine().isEmpty()) {
                        assertThat(client.isConnected()).isTrue();
                    }
                    client.getOutputStream()
                            .write(("NONSENSE " + part.repeat(800) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
            answer.start();

            assertThatThrownBy(() -> get("http://127.0.0.1:" + nonsense.getLocalPort() + "/"))
                    .isInstanceOf(IOException.class)
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .contains("NONSENSE")
                            .hasSizeLessThan(250)
                            .doesNotContain("\u001b"));
            answer.join();
        }
    }

    @Test
    void anAddressThatIsNotOneIsNotShownInFull() {
        assertThatThrownBy(() -> http.request("http://" + "a b".repeat(4000)))
                .isInstanceOf(IOException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(100));
    }
}
