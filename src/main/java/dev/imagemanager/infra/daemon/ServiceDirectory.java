package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * One service's part of the state.
 *
 * @param path of the directory, which may not exist
 * @param state what it is a part of
 */
public record ServiceDirectory(Path path, StateDirectory state) {

    /** The kernel's limit for the path of a Unix socket, its final zero left out (unix(7)). */
    private static final int LONGEST_SOCKET_PATH = 107;

    /** The service's name. */
    public String name() {
        return path.getFileName().toString();
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** A file of the service's own configuration, written anew. */
    public Path write(String name, String content) {
        Path file = path.resolve(name);
        Path partial = path.resolve(name + ".new");
        try {
            Files.createDirectories(path);
            Files.writeString(partial, content);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    /** A directory of the service's own, which may exist. */
    public Path create(String name) {
        Path directory = path.resolve(name);
        try {
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw unwritable(directory, failure);
        }
    }

    public Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name), StandardCharsets.UTF_8));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    public void delete(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException failure) {
            throw unwritable(path.resolve(name), failure);
        }
    }

    /** The address of a socket that is, or would be, here. */
    public String addressOf(String socket) {
        return "unix://" + path.resolve(socket);
    }

    /**
     * Makes room for a socket: a stale one is removed.
     *
     * @return its address
     * @throws EnvironmentException if its path would be too long
     */
    public String newSocket(String name) {
        Path socket = path.resolve(name);
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
            throw new EnvironmentException(Problem.error("the path of the socket " + socket + " is longer than the "
                            + LONGEST_SOCKET_PATH + " bytes that the system allows")
                    .withHint("move the fleet to a directory with a shorter path, or start the service yourself"
                            + " and configure its address"));
        }
        delete(name);
        return addressOf(name);
    }

    Path pidFile() {
        return path.resolve("pid");
    }

    public Path log() {
        return path.resolve("log");
    }

    /** What the service that ran here last wrote into its log file. */
    public Optional<ServiceLog> keptLog() {
        return Files.isRegularFile(log()) ? Optional.of(new FileLog(log())) : Optional.empty();
    }

    private static EnvironmentException unwritable(Path file, IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot write " + file + ": " + FailureReason.of(failure))
                        .withHint("check the free space and the permissions"),
                failure);
    }
}
