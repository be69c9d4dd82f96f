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

/** Ports of this machine, and who listens on them. */
public final class LocalPorts {

    private static final int CANDIDATES = 100;
    private static final int CONNECT_MILLISECONDS = 500;

    private LocalPorts() {}

    /** Whether {@code localhost} is free there, under both of the addresses that it may have. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException taken) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("::1"), port), CONNECT_MILLISECONDS);
            return false;
        } catch (IOException nobodyThere) {
            return true;
        }
    }

    /**
     * Different ports that nobody else is likely to take meanwhile: the system gives out others first.
     *
     * @throws EnvironmentException if the system has none
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
                    Problem.error("no port of this machine can be had: " + FailureReason.of(failure))
                            .withHint("end some of the programs that listen on ports"),
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

    /** @throws EnvironmentException if there is none nearby */
    public static int firstFree(int preferred) {
        return IntStream.range(preferred, preferred + CANDIDATES)
                .filter(LocalPorts::isFree)
                .findFirst()
                .orElseThrow(() -> new EnvironmentException(Problem.error(
                                "the ports " + preferred + " to " + (preferred + CANDIDATES - 1) + " are all in use")
                        .withHint("end some of the programs that listen there")));
    }

    /**
     * @param service that is to listen there, as it stands in a sentence
     * @param key of the configuration that asks for the port
     * @throws EnvironmentException if it is in use; names the process where the system tells
     */
    public static int require(int port, String service, String key) {
        if (isFree(port)) {
            return port;
        }
        throw new EnvironmentException(Problem.error("port " + port + " is to be for " + service + ", but is in use"
                        + ownerOf(port).map(owner -> " by " + owner).orElse(""))
                .withHint("end that program, or set " + key + " to another port"));
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
