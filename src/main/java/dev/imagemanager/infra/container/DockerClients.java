package dev.imagemanager.infra.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.imagemanager.problem.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connections to Docker daemons. */
public final class DockerClients {

    private static final Pattern ADDRESS = Pattern.compile("(unix|tcp|npipe|https?)://.+");

    /** How the client shows an answer that is an error. */
    private static final Pattern ANSWER = Pattern.compile("Status [0-9]+: (.*)", Pattern.DOTALL);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOCKET = "unix://";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration PING_LIMIT = Duration.ofSeconds(5);

    private DockerClients() {}

    /** Whether a text can be the address of a daemon. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Whether a Docker daemon answers at an address. */
    public static boolean answersAt(String address) {
        return failureAt(address).isEmpty();
    }

    /** Why no Docker daemon answers at an address; empty if one does. */
    static Optional<String> failureAt(String address) {
        if (!isAddress(address)) {
            return Optional.of("it is no address of a Docker daemon that can be used");
        }
        if (address.startsWith(SOCKET) && Files.notExists(Path.of(address.substring(SOCKET.length())))) {
            return Optional.of("there is no such socket");
        }
        return Uninterrupted.get(() -> failureOfPing(address));
    }

    private static Optional<String> failureOfPing(String address) {
        try (DockerClient visitor = open(address, PING_LIMIT)) {
            visitor.pingCmd().exec();
            return Optional.empty();
        } catch (RuntimeException | IOException failure) {
            return Optional.of(reason(failure));
        }
    }

    /**
     * @param responseLimit how long the daemon may say nothing while it answers
     * @throws dev.imagemanager.problem.EnvironmentException if it takes certificates that cannot be read
     */
    static DockerClient open(String address, Duration responseLimit) {
        return open(DaemonConnection.to(uri(address), System.getenv()), responseLimit);
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

    /** As Docker writes it, a socket's path stands for itself; in a URI some of its characters have to be escaped. */
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

    /** Why a request failed, in the daemon's words where there are some. */
    static String reason(Throwable failure) {
        String message = FailureReason.ofRoot(failure);
        Matcher answer = ANSWER.matcher(message);
        return answer.matches() ? said(answer.group(1)) : message.strip();
    }

    /** Docker Engine API, "Errors". */
    private static String said(String answer) {
        try {
            String message = JSON.readTree(answer).path("message").asText();
            return message.isEmpty() ? answer.strip() : message;
        } catch (JsonProcessingException plainText) {
            return answer.strip();
        }
    }
}
