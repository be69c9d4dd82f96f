package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.sun.net.httpserver.HttpExchange;
import dev.imagemanager.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of request and answer that is used here, once. */
class UnverifiedHttpClientTest {

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private FakeDaemon daemon;
    private DockerClient client;

    @BeforeEach
    void connect(@TempDir Path configuration) throws IOException {
        daemon = new FakeDaemon();
        Path meta = Files.createDirectories(
                configuration.resolve("contexts/meta/" + Digest.of("box").hex()));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\": \"box\", \"Endpoints\": {\"docker\": {\"Host\": \"" + daemon.otherAddress()
                        + "\", \"SkipTLSVerify\": true}}}");
        Path tls = Files.createDirectories(
                configuration.resolve("contexts/tls/" + Digest.of("box").hex() + "/docker"));
        for (String file : List.of("cert.pem", "key.pem")) {
            Files.copy(FakeDaemon.CERTIFICATES.resolve(file), tls.resolve(file));
        }
        client = DockerClients.open(
                DaemonConnection.to(
                        daemon.otherAddress(),
                        Map.of("DOCKER_CONFIG", configuration.toString(), "DOCKER_CONTEXT", "box")),
                Duration.ofSeconds(10));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        daemon.close();
    }

    private void answer(String path, int status, String content) {
        daemon.answering(path, exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body(exchange));
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void questions() {
        answer("/version", 200, "{\"Os\": \"linux\", \"Arch\": \"arm64\"}");

        assertThat(client.versionCmd().exec().getArch()).isEqualTo("arm64");
        assertThat(requests).containsExactly("GET /version ");
    }

    @Test
    void commandsWithAnObject() {
        answer("/containers/create", 201, "{\"Id\": \"0123\"}");

        CreateContainerResponse response =
                client.createContainerCmd("app:1").withName("one").exec();

        assertThat(response.getId()).isEqualTo("0123");
        assertThat(requests).hasSize(1).first().asString().startsWith("POST /containers/create?name=one {");
    }

    @Test
    void commandsWithNothing() {
        answer("/containers/0123/start", 204, "");

        client.startContainerCmd("0123").exec();

        assertThat(requests).containsExactly("POST /containers/0123/start ");
    }

    @Test
    void uploads() {
        answer("/containers/0123/archive", 200, "");

        client.copyArchiveToContainerCmd("0123")
                .withRemotePath("/")
                .withTarInputStream(new ByteArrayInputStream("content".getBytes(StandardCharsets.UTF_8)))
                .exec();

        assertThat(requests).hasSize(1).first().asString().matches("PUT /containers/0123/archive\\?.* content");
    }

    @Test
    void uploadsAreNoForms() throws InterruptedException {
        List<String> types = Collections.synchronizedList(new ArrayList<>());
        daemon.answering("/images/load", exchange -> {
            types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            body(exchange);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });

        client.loadImageAsyncCmd(new ByteArrayInputStream(new byte[100_000]))
                .exec(new LoadImageCallback())
                .awaitCompletion();

        assertThat(types).containsExactly("application/octet-stream");
    }

    @Test
    void failures() {
        answer("/images/gone", 404, "{\"message\": \"No such image: gone\"}");

        assertThatThrownBy(() -> client.removeImageCmd("gone").exec())
                .isInstanceOf(NotFoundException.class)
                .satisfies(failure -> assertThat(DockerClients.reason(failure)).isEqualTo("No such image: gone"));
        assertThat(requests).hasSize(1).first().asString().startsWith("DELETE /images/gone");
    }

    @Test
    void answersThatComeBitByBit() throws InterruptedException {
        daemon.answering("/containers/0123/logs", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.docker.raw-stream");
            exchange.sendResponseHeaders(200, 0);
            for (String line : List.of("one\n", "two\n")) {
                byte[] text = line.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseBody().write(new byte[] {1, 0, 0, 0, 0, 0, 0, (byte) text.length});
                exchange.getResponseBody().write(text);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
        List<String> lines = new ArrayList<>();

        new ContainerLog(client, "0123").readToEnd(Integer.MAX_VALUE, lines::add);

        assertThat(lines).containsExactly("one", "two");
    }
}
