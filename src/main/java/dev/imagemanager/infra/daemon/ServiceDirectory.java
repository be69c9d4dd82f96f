package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.file.Folder;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The directory with the state of one service.
 *
 * @param path of the directory, which may not exist
 * @param state the fleet's state directory, which contains it
 */
public record ServiceDirectory(Path path, StateDirectory state) {

    /**
     * The maximum length of the path of a Unix socket in bytes: BuildKit accepts less than the 107 of Linux (unix(7)), as much
     * as all systems have.
     */
    private static final int LONGEST_SOCKET_PATH = 104;

    /** In bytes, with the separator before it. */
    private static final int LONGEST_SOCKET_NAME = 28;

    /**
     * Addresses of sockets contain paths as they are, but buildctl reads them as URLs (Go, net/url), in which these
     * characters begin other parts, or are not allowed.
     */
    private static final Pattern SPECIAL = Pattern.compile("[%#?\\p{Cntrl}]");

    /** The path of the directory that isolated daemons see besides its own. */
    static final String PLAIN_PATH = "/run/service";

    /** Separate parts of mount options (mount(2), overlay) and of the address of dockerd's network database. */
    private static final Pattern SEPARATOR = Pattern.compile("[,:\\\\\"\\p{Cntrl}]");

    /** In bytes; the files that are read are records of a few lines. */
    private static final int READ_LIMIT = 1 << 20;

    /** Returns the service's name. */
    public String name() {
        return path.getFileName().toString();
    }

    /** Returns the name of the service's control group, which is unique to the fleet. */
    public String controlGroup() {
        return "image-manager-" + state.id() + "-" + name();
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Returns the path of a directory for the data of an isolated daemon, which may mount parts of it. */
    public String isolated(String name) {
        return SEPARATOR.matcher(path.toString()).find()
                ? PLAIN_PATH + "/" + name
                : path.resolve(name).toString();
    }

    /** Writes a configuration file that all users of the machine may read, and returns its path. */
    public Path write(String name, String content) {
        new StateFile(path.resolve(name)).write(content);
        return path.resolve(name);
    }

    /** Writes a file that only its owner can read, and returns its path. */
    public Path writePrivately(String name, String content) {
        new StateFile(path.resolve(name)).writePrivately(content);
        return path.resolve(name);
    }

    /** Writes a script that all users of the machine may execute, and returns its path. */
    public Path writeExecutable(String name, String content) {
        new StateFile(path.resolve(name)).writeExecutable(content);
        return path.resolve(name);
    }

    /**
     * Creates a directory unless it already exists, and returns its path.
     *
     * @throws EnvironmentException if it cannot be created, or a link is in its place
     */
    public Path create(String name) {
        Path directory = path.resolve(name);
        try {
            Folder.requireNothingElse(directory, directory);
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new StateFile(directory).unwritable(failure);
        }
    }

    /** Creates an empty directory that only its owner can enter. Removes what has its name. */
    public void createPrivately(String name) {
        Path directory = path.resolve(name);
        removeDirectory(name);
        try {
            Files.createDirectories(path);
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failure) {
            throw new StateFile(directory).unwritable(failure);
        }
    }

    /** Removes a directory with its content, or does nothing if it does not exist. Does not follow symbolic links. */
    public void removeDirectory(String name) {
        try {
            DirectoryTree.remove(path.resolve(name));
        } catch (IOException failure) {
            throw new StateFile(path.resolve(name)).unwritable(failure);
        }
    }

    /** Returns the text of a small regular file; empty if there is none that can be read. */
    public Optional<String> read(String name) {
        try {
            return Optional.of(new String(RegularFile.read(path.resolve(name), READ_LIMIT), StandardCharsets.UTF_8));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    public void delete(String name) {
        new StateFile(path.resolve(name)).delete();
    }

    /** Removes partial files, which may contain secrets, that a program left when it was killed. */
    void removePartialFiles() {
        try {
            for (Path file : AtomicFile.leftoversIn(path)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new StateFile(path).unwritable(failure);
        }
    }

    /**
     * Removes the directory. Does not follow symbolic links.
     *
     * @return whether it existed
     */
    boolean remove() {
        try {
            if (!sockets().equals(path)) {
                DirectoryTree.remove(sockets());
            }
            return DirectoryTree.remove(path);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot remove " + path + ": " + FailureReason.of(failure))
                            .withHint("check the permissions"),
                    failure);
        }
    }

    /** Returns the address of a Unix socket of the service, whether or not it exists. */
    public String addressOf(String socket) {
        return "unix://" + socket(socket);
    }

    /** Returns the path of a Unix socket, or of a directory with sockets, whether or not it exists. */
    public Path socket(String name) {
        return sockets().resolve(name);
    }

    /** Returns this directory, or one in the user's state if the path of this one is too long or has special characters. */
    private Path sockets() {
        return length(path) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH && !isSpecial(path)
                ? path
                : state.user()
                        .find()
                        .map(user -> user.resolve("sockets").resolve(state.id()).resolve(name()))
                        .orElse(path);
    }

    /** Creates the directory of sockets, which only the user can access. */
    void createSockets() {
        try {
            Files.createDirectories(sockets());
        } catch (IOException failure) {
            throw new StateFile(sockets()).unwritable(failure);
        }
    }

    void deleteSocket(String name) {
        new StateFile(socket(name)).delete();
    }

    /** Returns an error if the path of a socket is too long, or has special characters. */
    Optional<Problem> obstacleTo(String socket) {
        Path file = socket(socket);
        if (isSpecial(file)) {
            return Optional.of(Problem.error("the path of the socket " + file
                            + " has one of the characters %, # and ?, or a control character")
                    .withHint("set XDG_STATE_HOME to a directory without them, or start the service yourself"
                            + " and configure its address"));
        }
        return length(file) <= LONGEST_SOCKET_PATH
                ? Optional.empty()
                : Optional.of(Problem.error("the path of the socket " + file + " is longer than the "
                                + LONGEST_SOCKET_PATH + " bytes that services accept")
                        .withHint("set XDG_STATE_HOME to a directory with a short path, or start the service yourself"
                                + " and configure its address"));
    }

    private static boolean isSpecial(Path path) {
        return SPECIAL.matcher(path.toString()).find();
    }

    private static int length(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    Path pidFile() {
        return path.resolve("pid");
    }

    public Path log() {
        return path.resolve("log");
    }

    /** Returns the log file of the last run; empty if there is none. */
    public Optional<ServiceLog> keptLog() {
        return Files.isRegularFile(log(), LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(new FileLog(log()))
                : Optional.empty();
    }
}
