package dev.imagemanager.infra.http;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.pipeline.build.RemoteVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpFilesTest {

    private final EnvironmentProxies proxies = new EnvironmentProxies(new FakeEnvironment());
    private final OutgoingHttp http = new OutgoingHttp(proxies);
    private final ScriptedServer server = ScriptedServer.start();
    private final ScriptedServer other = ScriptedServer.start();

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    private RemoteVersion version(String address, boolean isTrusted) throws InterruptedException {
        return new HttpFiles(http, new PublicNetwork(proxies)).version(URI.create(address), isTrusted);
    }

    private RemoteVersion version() throws InterruptedException {
        return version(server.url("/file"), true);
    }

    private static RemoteVersion known(String text) {
        return new RemoteVersion.Known(text);
    }

    private static RemoteVersion unknown(String reason) {
        return new RemoteVersion.Unknown(reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"\"abc\", ETag \"abc\"", "W/\"abc\", ETag \"abc\"", "unquoted, ETag unquoted"})
    void anETagIsTheVersion(String tag, String expected) throws InterruptedException {
        server.on("HEAD /file", status(200, "ETag", tag, "Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"));

        assertThat(version()).isEqualTo(known(expected));
        assertThat(server.calls()).containsExactly("HEAD /file");
        assertThat(server.last().header("Accept-Encoding")).hasValue("gzip");
    }

    @Test
    void aLongETagIsHashed() throws InterruptedException {
        server.on("HEAD /file", status(200, "ETag", "x".repeat(1000)));

        assertThat(version())
                .extracting(Object::toString)
                .asString()
                .contains("ETag sha256:")
                .doesNotContain("xxx");
    }

    @Test
    void withoutAnETagTheTimeAndSizeAreTheVersion() throws InterruptedException {
        server.on("HEAD /file", status(200, "Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT", "Content-Length", "12"));

        assertThat(version()).isEqualTo(known("Last-Modified Wed, 21 Oct 2015 07:28:00 GMT, Content-Length 12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\""})
    void aServerMaySayNeither(String tag) throws InterruptedException {
        server.on("HEAD /file", tag.isEmpty() ? status(200) : status(200, "ETag", tag));

        assertThat(version()).isEqualTo(unknown("the server sends neither ETag nor Last-Modified"));
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 403, 501})
    void whereHeadIsRefusedGetIsTried(int refusal) throws InterruptedException {
        server.on("HEAD /file", status(refusal)).on("GET /file", text(200, "content", "ETag", "\"abc\""));

        assertThat(version()).isEqualTo(known("ETag \"abc\""));
        assertThat(server.calls()).containsExactly("HEAD /file", "GET /file");
    }

    /** The body would never end. */
    @Test
    void theBodyIsNotRead() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        server.on("HEAD /file", status(405)).on("GET /file", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"abc\"");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(end);
        });

        assertThat(version()).isEqualTo(known("ETag \"abc\""));
        end.countDown();
    }

    private static void await(CountDownLatch end) throws IOException {
        try {
            end.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    @Test
    void aFileThatIsNotThere() throws InterruptedException {
        server.on("HEAD /file", status(404)).on("GET /file", status(404));

        assertThat(version()).isEqualTo(unknown("the server answered with HTTP status 404"));
    }

    @Test
    void redirectsAreFollowedWithoutTheAccount() throws InterruptedException {
        server.on("HEAD /file?x=1", status(302, "Location", other.url("/there")));
        other.on("HEAD /there", status(200, "ETag", "\"abc\""));
        String address = server.url("/file?x=1#fragment").replace("://", "://me:password@");

        assertThat(version(address, true)).isEqualTo(known("ETag \"abc\""));
        assertThat(server.last().header("Authorization")).hasValue("Basic bWU6cGFzc3dvcmQ=");
        assertThat(other.last().header("Authorization")).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswer() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        server.on("HEAD /file", exchange -> await(end));

        assertThat(new HttpFiles(http, OutgoingHttp.Destinations.ALL, Duration.ofMillis(50))
                        .version(URI.create(server.url("/file")), true))
                .isEqualTo(unknown("the server did not answer within 0 seconds"));
        end.countDown();
    }

    @Test
    void nobodyIsThere() throws IOException, InterruptedException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(version("http://127.0.0.1:" + free + "/file", true))
                .isEqualTo(unknown("cannot connect to the server"));
    }

    @Test
    void aStrangerDoesNotAskServersOfThisMachine() throws InterruptedException {
        assertThat(version(server.url("/file"), false))
                .isEqualTo(unknown("127.0.0.1 is not in the public network, and the fleet is not trusted"));
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aStrangerDoesNotAskThemThroughARedirect() throws InterruptedException {
        server.on("HEAD /file", status(302, "Location", other.url("/there")));
        HttpFiles files = new HttpFiles(
                http,
                address -> {
                    if (address.getPort() == URI.create(other.url("/")).getPort()) {
                        throw new IOException("it is elsewhere");
                    }
                },
                Duration.ofSeconds(20));

        assertThat(files.version(URI.create(server.url("/file")), false)).isEqualTo(unknown("it is elsewhere"));
        assertThat(other.calls()).isEmpty();
    }
}
