package dev.imagemanager.seal;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The state that the program keeps for its user, outside all fleets: {@code $XDG_STATE_HOME/image-manager}, by default
 * {@code ~/.local/state/image-manager} (XDG Base Directory Specification). Only the user can access it. It contains the key
 * of the {@link Seal}, which is created when it is first needed.
 */
@Singleton
public final class UserState {

    /** Contains the key instead of the file, for CI jobs that pass files of a fleet to each other. */
    public static final String KEY_VARIABLE = "IMAGE_MANAGER_STATE_KEY";

    /** 128 bits in hexadecimal digits. */
    private static final int SHORTEST_KEY = 32;

    /** 32 random hexadecimal digits with fewer different ones occur once in more than a million. */
    private static final int MIN_VARIETY = 8;

    private static final int KEY_BYTES = 32;
    private static final int KEY_FILE_LIMIT = 1 << 20;

    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    private static final String NEW_KEY =
            "remove it; the next command creates a new one and builds again what was built with the old one";

    private final Environment environment;
    private Seal seal;

    /** Why there is no seal. It is not tried again for each record. */
    private ImageManagerException failure;

    @Inject
    public UserState(Environment environment) {
        this.environment = environment;
    }

    /**
     * Returns the seal of this user.
     *
     * @throws InputException if the key in the environment can be guessed
     * @throws EnvironmentException if the key cannot be read or created, or if other users can read it
     */
    public synchronized Seal seal() {
        if (failure != null) {
            throw failure;
        }
        if (seal == null) {
            Optional<String> given = environment.variable(KEY_VARIABLE).filter(key -> !key.isEmpty());
            try {
                seal = new Seal(given.isPresent() ? checked(given.get()) : storedKey());
            } catch (ImageManagerException noKey) {
                failure = noKey;
                throw noKey;
            }
        }
        return seal;
    }

    private static byte[] checked(String key) {
        if (key.length() < SHORTEST_KEY) {
            throw new InputException(Problem.error(
                            KEY_VARIABLE + " has fewer than " + SHORTEST_KEY + " characters, so it can be guessed")
                    .withHint("set it to a secret such as the output of 'openssl rand -hex 32'"));
        }
        if (key.chars().distinct().count() < MIN_VARIETY) {
            throw new InputException(Problem.error(KEY_VARIABLE + " has fewer than " + MIN_VARIETY
                            + " different characters, so it can be guessed")
                    .withHint("set it to a secret such as the output of 'openssl rand -hex 32'"));
        }
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] storedKey() {
        Path file = directory().resolve("key");
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                create(file);
            }
            requirePrivate(file);
            byte[] key = RegularFile.read(file, KEY_FILE_LIMIT);
            if (key.length < KEY_BYTES) {
                throw new RefusedFileException("it is damaged", "remove it; the next command creates a new one");
            }
            return key;
        } catch (IOException failure) {
            throw failed("use the key " + file, failure);
        }
    }

    /** Another command may create it at the same time: the first one wins. */
    private static void create(Path file) throws IOException {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        try (AtomicFile key = AtomicFile.replacing(file, PRIVATE_FILE)) {
            Files.writeString(key.partial(), HexFormat.of().formatHex(random) + "\n");
            Files.createLink(file, key.partial());
        } catch (FileAlreadyExistsException createdByAnother) {
            return;
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        RegularFile.require(file, NEW_KEY);
        if (!CurrentUser.owns(file)) {
            throw new RefusedFileException(
                    "it belongs to another user", "set XDG_STATE_HOME to a directory of your own");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        if (!PRIVATE_FILE.containsAll(permissions)) {
            throw new RefusedFileException("other users may access it", NEW_KEY);
        }
    }

    /**
     * Returns the directory, and creates it if necessary.
     *
     * @throws EnvironmentException if it cannot be created, or belongs to another user
     */
    public Path directory() {
        Path directory = location();
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory.getParent());
                createPrivate(directory);
            }
            Path real = directory.toRealPath();
            if (!CurrentUser.owns(real)) {
                throw new RefusedFileException(
                        real + " belongs to another user", "set XDG_STATE_HOME to a directory of your own");
            }
            if (!Files.getPosixFilePermissions(real).equals(PRIVATE_DIRECTORY)) {
                Files.setPosixFilePermissions(real, PRIVATE_DIRECTORY);
            }
            return real;
        } catch (IOException failure) {
            throw failed("use the directory " + directory, failure);
        }
    }

    /** Returns the directory like {@link #directory}; empty if it cannot be used. */
    public Optional<Path> find() {
        try {
            return Optional.of(directory());
        } catch (EnvironmentException unusable) {
            return Optional.empty();
        }
    }

    private static void createPrivate(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
        } catch (FileAlreadyExistsException createdByAnother) {
            return;
        }
    }

    private Path location() {
        UserDirectories user = new UserDirectories(environment);
        return user.state()
                .orElseGet(() -> user.requireHome("keep state", remedy()))
                .resolve("image-manager");
    }

    private static EnvironmentException failed(String task, IOException failure) {
        String reason = failure instanceof NoSuchFileException missing
                ? missing.getFile() + " was removed"
                : FailureReason.of(failure);
        return new EnvironmentException(
                Problem.error("cannot " + task + ": " + reason)
                        .withHint(RefusedFileException.hintOf(failure).orElse(remedy())),
                failure);
    }

    private static String remedy() {
        return "set XDG_STATE_HOME to a directory that can be written, or " + KEY_VARIABLE + " to a secret";
    }
}
