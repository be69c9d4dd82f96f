package dev.imagemanager.infra.daemon;

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
 * Where the services of one fleet keep their state: {@code .buildkit/} in the fleet's directory. Nobody but its owner can
 * enter it, for who can connect to a socket in it is as good as root.
 */
public record StateDirectory(Path path) {

    private static final int ID_DIGITS = 12;

    public static StateDirectory of(Path fleetDirectory) {
        return new StateDirectory(fleetDirectory.resolve(".buildkit"));
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

    public ServiceDirectory of(ServiceName service) {
        return new ServiceDirectory(path.resolve(service.toString()), this);
    }

    Path lockFile() {
        return path.resolve("services.lock");
    }

    Path recordsFile() {
        return path.resolve("services.json");
    }

    /** Tells this fleet's services from those of others, and is the same as long as the directory is where it is. */
    public String id() {
        return Digest.of(realPath().toString()).hex().substring(0, ID_DIGITS);
    }

    /** Where it is, or would be, with links on the way to the fleet followed. */
    Path realPath() {
        try {
            return path.getParent().toRealPath().resolve(path.getFileName());
        } catch (IOException unreadable) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + path + ": " + FailureReason.of(unreadable)), unreadable);
        }
    }
}
