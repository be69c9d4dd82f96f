package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerClientsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Status 500: {\"message\":\"no such image\"} | no such image",
                "Status 404: {\"other\":1} | {\"other\":1}",
                "Status 502: Bad Gateway | Bad Gateway",
                "connection refused | connection refused",
            })
    void theDaemonsOwnWordsAreTheReason(String message, String reason) {
        assertThat(DockerClients.reason(new IllegalStateException("outer", new IOException(message))))
                .isEqualTo(reason);
    }

    @Test
    void aFailureWithoutWordsIsNamed() {
        assertThat(DockerClients.reason(new IOException())).isEqualTo("IOException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with spaces", "flé", "100%20", "a\"b\\c", "c#d?e"})
    void aSocketMayLieAnywhere(String folder, @TempDir Path directory) throws Exception {
        Path socket = Files.createDirectory(directory.resolve(folder)).resolve("docker.sock");
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> answerOnce(daemon));

            assertThat(DockerClients.failureAt("unix://" + socket)).isEmpty();
            answer.get(10, TimeUnit.SECONDS);
        }
    }

    private static void answerOnce(ServerSocketChannel daemon) {
        try (SocketChannel client = daemon.accept()) {
            client.read(ByteBuffer.allocate(4096));
            client.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"
                    .getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, it is not a valid address of a Docker daemon",
        "tcp://[::1, it is not a valid address of a Docker daemon",
        "tcp://a b:1, it is not a valid address of a Docker daemon",
        "npipe:////./pipe/docker, it is not a valid address of a Docker daemon",
        "unix:///no/such/socket, the socket does not exist",
    })
    void whyNobodyAnswersIsSaid(String address, String reason) {
        assertThat(DockerClients.failureAt(address)).contains(reason);
        assertThat(DockerClients.answersAt(address)).isFalse();
    }
}
