package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory with the state of a fleet's services: {@code .buildkit/} in the fleet's directory. Only its owner can
 * access it, since access to a daemon's socket is equivalent to root privileges.
 */
public record StateDirectory(Path path) {

    private static final int ID_DIGITS = 12;

    /** @throws EnvironmentException if the directory is a symbolic link, which may come from a stranger's repository */
    public static StateDirectory of(Path fleetDirectory) {
        StateDirectory state = new StateDirectory(fleetDirectory.resolve(".buildkit"));
        requireNoLink(state.path);
        return state;
    }

    private static void requireNoLink(Path directory) {
        try {
            RegularFile.requireNoLink(directory, directory);
        } catch (RefusedFileException link) {
            throw new EnvironmentException(
                    Problem.error("the state of services cannot be used: " + link.getMessage())
                            .withHint(link.hint()),
                    link);
        }
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    /** @throws EnvironmentException if it cannot be written */
    public StateDirectory create() {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            Path ignore = path.resolve(".gitignore");
            if (Files.notExists(ignore)) {
                Files.writeString(ignore, "*\n");
            }
            return this;
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write " + path + ": " + FailureReason.of(failure))
                            .withHint("services keep their state there; check the free space and the permissions"),
                    failure);
        }
    }

    /** @throws EnvironmentException if the service's directory is a symbolic link */
    public ServiceDirectory of(ServiceName service) {
        Path directory = path.resolve(service.toString());
        requireNoLink(directory);
        return new ServiceDirectory(directory, this);
    }

    Path lockFile() {
        return path.resolve("services.lock");
    }

    Path recordsFile() {
        return path.resolve("services.json");
    }

    /** Returns 12 hexadecimal digits that identify the fleet. They depend only on the path of its directory. */
    public String id() {
        return Digest.of(realPath().toString()).hex().substring(0, ID_DIGITS);
    }

    /** Returns the path with symbolic links in the fleet's path resolved. The directory itself need not exist. */
    Path realPath() {
        try {
            return path.getParent().toRealPath().resolve(path.getFileName());
        } catch (IOException unreadable) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + path + ": " + FailureReason.of(unreadable)), unreadable);
        }
    }
}
