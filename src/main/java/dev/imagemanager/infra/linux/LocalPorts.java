package dev.imagemanager.infra.linux;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds free ports of this machine. */
public final class LocalPorts {

    private static final int CANDIDATES = 100;
    private static final int CONNECT_MILLISECONDS = 500;

    private LocalPorts() {}

    /**
     * Returns whether a port is free on the IPv4 and IPv6 addresses of {@code localhost}. On Linux, a program that starts
     * to listen on it meanwhile succeeds: the socket that asks is bound with {@code SO_REUSEADDR} and does not listen,
     * see socket(7).
     */
    public static boolean isFree(int port) {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException taken) {
            return false;
        }
        return !isTakenOnIpv6(port);
    }

    /** Returns whether a program listens on the IPv6 address of {@code localhost}. */
    public static boolean isTakenOnIpv6(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("::1"), port), CONNECT_MILLISECONDS);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    /**
     * Returns different free ports. Other programs are unlikely to get them soon, since the system assigns others
     * first.
     *
     * @throws EnvironmentException if there are not enough free ports
     */
    public static List<Integer> anyFree(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot get a free port: " + FailureReason.of(failure))
                            .withHint("stop some of the programs that listen on ports"),
                    failure);
        } finally {
            sockets.forEach(LocalPorts::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns the first free port from the preferred one on.
     *
     * @throws EnvironmentException if none of the ports tried is free
     */
    public static int firstFree(int preferred) {
        return IntStream.range(preferred, preferred + CANDIDATES)
                .filter(LocalPorts::isFree)
                .findFirst()
                .orElseThrow(() -> new EnvironmentException(Problem.error(
                                "the ports " + preferred + " to " + (preferred + CANDIDATES - 1) + " are all in use")
                        .withHint("stop some of the programs that listen on them")));
    }

    /**
     * @param service that will listen on the port, for messages
     * @param key of the configuration that sets the port
     * @throws EnvironmentException if it is in use; includes the process if known
     */
    public static int require(int port, String service, String key) {
        if (isFree(port)) {
            return port;
        }
        throw new EnvironmentException(
                Problem.error("port " + port + " is configured for " + service + ", but is in use"
                                + ownerOf(port).map(owner -> " by " + owner).orElse(""))
                        .withHint("stop that program, or set " + key + " to another port"));
    }

    private static Optional<String> ownerOf(int port) {
        return new ListeningProcesses()
                .pidOf(port)
                .map(pid -> "process " + pid
                        + ProcessHandle.of(pid)
                                .flatMap(process -> process.info().command())
                                .map(command -> " (" + command + ")")
                                .orElse(""));
    }
}
