package dev.imagemanager.infra.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.problem.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates connections to Docker daemons. */
public final class DockerClients {

    private static final Pattern ADDRESS = Pattern.compile("unix://.+|(tcp|https?)://\\S+");

    /** Matches the client's messages for error responses. */
    private static final Pattern ANSWER = Pattern.compile("Status [0-9]+: (.*)", Pattern.DOTALL);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOCKET = "unix://";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration PING_LIMIT = Duration.ofSeconds(5);

    private DockerClients() {}

    /** Returns whether a text is a valid address of a daemon. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches() && (text.startsWith(SOCKET) || hasHost(text));
    }

    private static boolean hasHost(String text) {
        try {
            return new URI(text).getHost() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Returns whether a Docker daemon responds at an address. */
    static boolean answersAt(String address) {
        return failureAt(address).isEmpty();
    }

    /** Returns whether a Docker daemon responds at an address, which may be that of the fleet's own. */
    public static boolean answersAt(String address, ServiceDirectory dind) {
        return failureAt(address, () -> open(address, dind, PING_LIMIT)).isEmpty();
    }

    /** Returns why no Docker daemon responds at an address; empty if one does. */
    static Optional<String> failureAt(String address) {
        return failureAt(address, () -> open(address, PING_LIMIT));
    }

    private static Optional<String> failureAt(String address, Supplier<DockerClient> connection) {
        if (!isAddress(address)) {
            return Optional.of("it is not a valid address of a Docker daemon");
        }
        if (address.startsWith(SOCKET) && Files.notExists(Path.of(address.substring(SOCKET.length())))) {
            return Optional.of("the socket does not exist");
        }
        return Uninterrupted.get(() -> failureOfPing(connection));
    }

    private static Optional<String> failureOfPing(Supplier<DockerClient> connection) {
        try (DockerClient visitor = connection.get()) {
            visitor.pingCmd().exec();
            return Optional.empty();
        } catch (RuntimeException | IOException failure) {
            return Optional.of(reason(failure));
        }
    }

    /**
     * Opens a connection.
     *
     * @param responseLimit how long to wait for each part of a response
     * @throws dev.imagemanager.problem.EnvironmentException if its certificates cannot be read
     */
    static DockerClient open(String address, Duration responseLimit) {
        return open(DaemonConnection.to(uri(address), System.getenv()), responseLimit);
    }

    /** Opens a connection to a daemon that may be the fleet's own. */
    static DockerClient open(String address, ServiceDirectory dind, Duration responseLimit) {
        return open(
                DaemonConnection.to(uri(address), System.getenv(), DaemonTls.of(address, System.getenv(), dind)),
                responseLimit);
    }

    static DockerClient open(DaemonConnection connection, Duration responseLimit) {
        return DockerClientImpl.getInstance(connection, httpClient(connection, responseLimit));
    }

    private static DockerHttpClient httpClient(DaemonConnection connection, Duration responseLimit) {
        Optional<DaemonCertificates> certificates = connection.certificates();
        return certificates.isPresent() && !certificates.get().isVerified()
                ? new UnverifiedHttpClient(
                        connection.getDockerHost(), certificates.get().getSSLContext(), CONNECT_LIMIT, responseLimit)
                : new ZerodepDockerHttpClient.Builder()
                        .dockerHost(connection.getDockerHost())
                        .sslConfig(certificates.orElse(null))
                        .connectionTimeout(CONNECT_LIMIT)
                        .responseTimeout(responseLimit)
                        .build();
    }

    /** Escapes the path of a socket, since Docker's addresses contain it without escapes. */
    private static String uri(String address) {
        if (!address.startsWith(SOCKET)) {
            return address;
        }
        try {
            return new URI("unix", "", address.substring(SOCKET.length()), null).toString();
        } catch (URISyntaxException noPath) {
            throw new IllegalArgumentException(noPath);
        }
    }

    /** Returns why a request failed, with the daemon's message if there is one. */
    static String reason(Throwable failure) {
        String message = FailureReason.ofRoot(failure);
        Matcher answer = ANSWER.matcher(message);
        return answer.matches() ? said(answer.group(1)) : message.strip();
    }

    /** Returns the message in an error response (Docker Engine API, "Errors"). */
    private static String said(String answer) {
        try {
            String message = JSON.readTree(answer).path("message").asText();
            return message.isEmpty() ? answer.strip() : message;
        } catch (JsonProcessingException plainText) {
            return answer.strip();
        }
    }
}
