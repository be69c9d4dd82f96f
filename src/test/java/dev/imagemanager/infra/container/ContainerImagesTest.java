package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which image a service gets, from a daemon on paper with a registry. */
class ContainerImagesTest {

    private static final String IMAGE = "docker:dind";
    private static final String FIRST = "docker@sha256:" + "1".repeat(64);
    private static final String SECOND = "docker@sha256:" + "2".repeat(64);

    @TempDir
    Path fleet;

    private HttpServer daemon;
    private DockerClient client;
    private ServiceDirectory directory;

    /** What the daemon has: name → digest, or an id if there is none. */
    private final Map<String, String> local = new HashMap<>();

    /** What it gets from a registry. */
    private final Map<String, String> remote = new HashMap<>();

    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        daemon.createContext("/", this::answer);
        daemon.start();
        client = DockerClients.open("tcp://127.0.0.1:" + daemon.getAddress().getPort(), Duration.ofSeconds(10));
        directory = TestSeals.states().create(fleet).of(ServiceName.DIND);
    }

    @AfterEach
    void stopDaemon() throws IOException {
        client.close();
        daemon.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        if (request.startsWith("/images/create")) {
            String image = request.replaceFirst(".*fromImage=([^&]*).*", "$1");
            if (remote.containsKey(image)) {
                local.put(image, remote.get(image));
                send(exchange, 200, "{\"status\":\"Status: Downloaded newer image\"}");
            } else {
                send(exchange, 404, "{\"message\":\"manifest unknown\"}");
            }
            return;
        }
        String content = local.get(request.replaceFirst("/images/(.*)/json", "$1"));
        if (content == null) {
            send(exchange, 404, "{\"message\":\"no such image\"}");
        } else {
            String digests =
                    content.contains("@") ? "\"other@sha256:" + "9".repeat(64) + "\", \"" + content + "\"" : "";
            send(
                    exchange,
                    200,
                    "{\"Id\":\"" + content.replaceFirst(".*@", "") + "\",\"RepoDigests\":[" + digests + "]}");
        }
    }

    private static void send(HttpExchange exchange, int status, String answer) throws IOException {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String require() throws InterruptedException {
        notes.clear();
        return new ContainerImages().require(client, IMAGE, directory, note -> notes.add(note.message()));
    }

    @Test
    void oneThatIsThereIsTakenAndRemembered() throws InterruptedException {
        local.put(IMAGE, FIRST);

        assertThat(require()).isEqualTo(IMAGE);
        assertThat(notes).isEmpty();
        assertThat(directory.read("image")).contains(IMAGE + " " + FIRST + "\n");
    }

    @Test
    void oneThatIsDownloadedAgainIsTheSameThoughItsTagWasMoved() throws InterruptedException {
        remote.put(IMAGE, FIRST);
        assertThat(require()).isEqualTo(IMAGE);
        assertThat(notes).containsExactly("downloading the image " + IMAGE);

        local.clear();
        remote.put(IMAGE, SECOND);
        remote.put(FIRST, FIRST);
        assertThat(require()).isEqualTo(FIRST);
        assertThat(notes).containsExactly("downloading the image " + FIRST);

        assertThat(require()).isEqualTo(FIRST);
        assertThat(notes).isEmpty();
    }

    @Test
    void oneThatIsNowhereAnyMoreIsNotReplacedByAnotherOfItsTag() throws InterruptedException {
        remote.put(IMAGE, FIRST);
        require();
        local.clear();
        remote.put(IMAGE, SECOND);

        assertThatThrownBy(this::require)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot download the image " + FIRST + ": manifest unknown")
                .hasMessageContaining("to download " + IMAGE + " as it is now, remove " + directory.resolve("image"));
        assertThat(local).isEmpty();
    }

    @Test
    void oneThatTheUserUpdatedIsTakenWithANote() throws InterruptedException {
        local.put(IMAGE, FIRST);
        require();
        local.put(IMAGE, SECOND);

        assertThat(require()).isEqualTo(IMAGE);
        assertThat(notes)
                .containsExactly("the image " + IMAGE + " has changed since dind was last started: it is " + SECOND
                        + ", and was " + FIRST);
        require();
        assertThat(notes).isEmpty();
    }

    @Test
    void oneThatWasLoadedFromAnArchiveIsKnownByItsId() throws InterruptedException {
        local.put(IMAGE, "sha256:" + "3".repeat(64));
        require();
        assertThat(directory.read("image")).contains(IMAGE + " sha256:" + "3".repeat(64) + "\n");

        local.clear();
        remote.put(IMAGE, FIRST);
        assertThat(require()).isEqualTo(IMAGE);
        assertThat(notes).hasSize(2).element(1).asString().contains("has changed");
    }
}
