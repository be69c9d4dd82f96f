package dev.imagemanager.infra.container;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Finds out whether a Docker daemon has the same loopback interface as this program. If it has another one, {@code
 * localhost} is another machine for it, and a registry there is somebody else's, who must not get an account. The daemon is
 * told to pull an image that does not exist from a server here.
 */
final class LoopbackProbe {

    private static final Logger LOG = Logger.getLogger(LoopbackProbe.class);
    private static final int LONGEST_HEAD = 1 << 13;
    private static final int READ_LIMIT_MILLIS = 5_000;

    /** What a registry says (OCI Distribution Specification 1.1, "Endpoints"), so that the daemon goes on asking. */
    private static final String REGISTRY = "HTTP/1.1 200 OK\r\nDocker-Distribution-Api-Version: registry/2.0\r\n"
            + "Content-Length: 2\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}";

    private static final String MISSING = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final String image = "image-manager-probe/" + UUID.randomUUID();
    private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

    private LoopbackProbe() {}

    static boolean reachesThisMachine(DockerDaemon daemon) throws InterruptedException {
        return new LoopbackProbe().isReachedBy(daemon);
    }

    private boolean isReachedBy(DockerDaemon daemon) throws InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"))) {
            Thread answers = new Thread(() -> serve(server), "loopback probe");
            answers.setDaemon(true);
            answers.start();
            daemon.pull(
                    ImageReference.parse("127.0.0.1:" + server.getLocalPort() + "/" + image + ":none"),
                    Optional.empty());
        } catch (IOException | EnvironmentException expected) {
            LOG.debugf(expected, "%s was not pulled", image);
        }
        return reached.getNow(false);
    }

    private void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.setSoTimeout(READ_LIMIT_MILLIS);
                answer(client);
            } catch (IOException brokenOff) {
                LOG.debugf(brokenOff, "a connection to the loopback probe ended");
            }
        }
    }

    /** Daemons try TLS first, which is not answered. */
    private void answer(Socket client) throws IOException {
        String request = head(client.getInputStream());
        if (request.contains(" /v2/" + image + "/")) {
            reached.complete(true);
            client.getOutputStream().write(MISSING.getBytes(StandardCharsets.US_ASCII));
        } else if (request.startsWith("GET /v2/ ")) {
            client.getOutputStream().write(REGISTRY.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_HEAD && head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0 || head.isEmpty() && !Character.isLetter(next)) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
