package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Connections to Docker daemons. */
public final class DockerClients {

    private static final Pattern ADDRESS = Pattern.compile("(unix|tcp|npipe|https?)://.+");
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
        if (!isAddress(address)
                || address.startsWith(SOCKET) && Files.notExists(Path.of(address.substring(SOCKET.length())))) {
            return false;
        }
        try (DockerClient visitor = open(address, PING_LIMIT)) {
            visitor.pingCmd().exec();
            return true;
        } catch (RuntimeException | IOException nobodyThere) {
            return false;
        }
    }

    /** @param responseLimit how long the daemon may say nothing while it answers */
    static DockerClient open(String address, Duration responseLimit) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address)
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .connectionTimeout(CONNECT_LIMIT)
                        .responseTimeout(responseLimit)
                        .build());
    }

    /** Why a request failed, in the daemon's words where there are some. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
