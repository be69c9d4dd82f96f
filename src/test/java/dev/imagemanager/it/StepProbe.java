package dev.imagemanager.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Comparator;
import java.util.UUID;

/**
 * Two listeners of this machine, one on its loopback interface and one on another, with a build step that tries to connect
 * to both, and to get a raw socket.
 */
record StepProbe(ServerSocket loopback, ServerSocket other) implements AutoCloseable {

    /** What the step prints if it gets none. */
    static final String NO_RAW_SOCKET = "no raw socket: Operation not permitted";

    static StepProbe open() {
        try {
            return new StepProbe(
                    new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), new ServerSocket(0, 50, otherAddress()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Of the first interface: later ones may be bridges that other tests create and remove. */
    private static InetAddress otherAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(network -> !network.getName().startsWith("im"))
                .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElseThrow();
    }

    /** A Dockerfile whose step prints what it could do, and is not found in a cache. */
    String dockerfile() {
        return """
                FROM debian:bookworm-slim
                RUN echo %s; \\
                  for address in %s; do \\
                    if timeout 5 bash -c "exec 3<>/dev/tcp/$address"; then echo "reached $address"; fi; \\
                  done; \\
                  perl -e 'socket(S, 17, 3, 0x0300) or die "no raw socket: $!\\n"; print "raw socket\\n"'; \\
                  echo done
                """
                .formatted(UUID.randomUUID(), addressOf(loopback) + " " + addressOf(other));
    }

    private static String addressOf(ServerSocket socket) {
        return socket.getInetAddress().getHostAddress() + "/" + socket.getLocalPort();
    }

    String reachedLoopback() {
        return "reached " + addressOf(loopback);
    }

    String reachedOther() {
        return "reached " + addressOf(other);
    }

    @Override
    public void close() {
        try (loopback;
                other) {
            return;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
