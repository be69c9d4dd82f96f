package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** What its control groups are called, which keeps daemons of different fleets apart. */
    public String controlGroup() {
        return "image-manager-" + state.id() + "-" + name();
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** A file of the service's own configuration, written anew. */
    public Path write(String name, String content) {
        new StateFile(path.resolve(name)).write(content);
        return path.resolve(name);
    }

    /** The same with a secret in it. */
    public Path writePrivately(String name, String content) {
        new StateFile(path.resolve(name)).writePrivately(content);
        return path.resolve(name);
    }

    /** A directory of the service's own, which may exist. */
    public Path create(String name) {
        Path directory = path.resolve(name);
        try {
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new StateFile(directory).unwritable(failure);
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
        new StateFile(path.resolve(name)).delete();
    }

    /**
     * Removes all of it. Links are removed, not what they lead to.
     *
     * @return whether there was anything
     */
    boolean remove() {
        try {
            return DirectoryTree.remove(path);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot remove " + path + ": " + FailureReason.of(failure))
                            .withHint("check the permissions"),
                    failure);
        }
    }

    /** The address of a socket that is, or would be, here. */
    public String addressOf(String socket) {
        return "unix://" + path.resolve(socket);
    }

    /** Why there can be no socket here: its path would be too long. */
    Optional<Problem> obstacleTo(String socket) {
        Path file = path.resolve(socket);
        return file.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH
                ? Optional.empty()
                : Optional.of(Problem.error("the path of the socket " + file + " is longer than the "
                                + LONGEST_SOCKET_PATH + " bytes that the system allows")
                        .withHint("move the fleet to a directory with a shorter path, or start the service yourself"
                                + " and configure its address"));
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
}
