package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.Folder;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.seal.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The directory with the state of a fleet's services: {@code .buildkit/} in the fleet's directory. Only its owner can
 * access it, since access to a daemon's socket is equivalent to root privileges.
 *
 * @param user the state of the user that it belongs to
 */
public record StateDirectory(Path path, UserState user) {

    static final String NAME = FleetReader.STATE;

    private static final int ID_DIGITS = 12;

    public boolean exists() {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws EnvironmentException if something else is in the place of the service's directory, such as a symbolic link */
    public ServiceDirectory of(ServiceName service) {
        Path directory = path.resolve(service.toString());
        try {
            Folder.requireNothingElse(directory, directory);
        } catch (IOException unusable) {
            throw new EnvironmentException(
                    Problem.error("the state of services cannot be used: " + FailureReason.of(unusable))
                            .withHint(RefusedFileException.hintOf(unusable)
                                    .orElse("check the permissions of " + directory)),
                    unusable);
        }
        return new ServiceDirectory(directory, this);
    }

    /** Returns the directory of a service whose content must not be read. */
    ServiceDirectory unread(ServiceName service) {
        return new ServiceDirectory(path.resolve(service.toString()), this);
    }

    Path lockFile() {
        return path.resolve("services.lock");
    }

    Path recordsFile() {
        return path.resolve("services.json");
    }

    /** Returns 12 hexadecimal digits that identify the fleet. They depend only on the path of its directory. */
    public String id() {
        return idOf(path.getParent());
    }

    /** @see #id() */
    public static String idOf(Path fleetDirectory) {
        return Digest.of(realPathOf(fleetDirectory).toString()).hex().substring(0, ID_DIGITS);
    }

    /**
     * Returns the path with symbolic links in the fleet's path resolved. The directory itself need not exist, nor that of a
     * fleet that was moved.
     */
    Path realPath() {
        return realPathOf(path.getParent());
    }

    private static Path realPathOf(Path fleetDirectory) {
        try {
            return fleetDirectory.toRealPath().resolve(NAME);
        } catch (NoSuchFileException moved) {
            return fleetDirectory.toAbsolutePath().normalize().resolve(NAME);
        } catch (IOException unreadable) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + fleetDirectory + ": " + FailureReason.of(unreadable)), unreadable);
        }
    }
}
