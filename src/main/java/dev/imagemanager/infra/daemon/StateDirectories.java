package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.infra.git.GitIndex;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.seal.UserState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds and creates the {@linkplain StateDirectory state directories} of fleets. One is only used if this user created it
 * at its present place: it may also come with a repository, a copy or an archive, and what it contains decides what is
 * started, with which data, and which daemons are trusted. The proof is a seal over the place in the directory's file
 * {@value #SEAL}, which contains the place too.
 */
@Singleton
public final class StateDirectories {

    private static final String SEAL = "seal";
    private static final String KIND = "state directory";
    private static final int SEAL_LIMIT = 1 << 20;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final UserState user;

    /** Whether git wrote files in a directory. A checkout while this program runs is not noticed. */
    private final Map<Path, Boolean> written = new ConcurrentHashMap<>();

    @Inject
    public StateDirectories(UserState user) {
        this.user = user;
    }

    /**
     * Returns a fleet's state directory, which may not exist.
     *
     * @throws EnvironmentException if there is one that was not created here
     */
    public StateDirectory of(Path fleetDirectory) {
        StateDirectory state = at(fleetDirectory);
        foreign(state).ifPresent(reason -> {
            throw new EnvironmentException(
                    Problem.error("the state of services cannot be used: " + state.path() + " " + reason)
                            .withHint("the next command that uses services moves it aside"));
        });
        return state;
    }

    /** Returns the state directory of a fleet, also one that must not be read. */
    StateDirectory at(Path fleetDirectory) {
        return new StateDirectory(fleetDirectory.resolve(StateDirectory.NAME), user);
    }

    /**
     * Returns why a directory is not used, as a predicate; empty if it is used or does not exist.
     *
     * @throws EnvironmentException if it belongs to another user, whose services must not be stopped
     */
    Optional<String> foreign(StateDirectory state) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(state.path(), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()) {
                return Optional.of(attributes.isSymbolicLink() ? "is a symbolic link" : "is not a directory");
            }
            if (!CurrentUser.owns(state.path())) {
                throw new EnvironmentException(Problem.error("the state of services cannot be used: " + state.path()
                                + " belongs to another user, whose services may run on it")
                        .withHint("run the command as that user; or stop those services, and remove it"));
            }
            if (isEmpty(state.path())) {
                return Optional.empty();
            }
            if (!attributes.permissions().equals(PRIVATE)) {
                return Optional.of("can be accessed by other users");
            }
            if (!isSealed(state)) {
                return Optional.of("was not created here by this user");
            }
            return hasFilesOfRepository(state) ? Optional.of("contains files that git wrote") : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + state.path() + ": " + FailureReason.of(unreadable))
                            .withHint("check the permissions"),
                    unreadable);
        }
    }

    /** A checkout overwrites ignored files, so a branch can change a directory that was created here. */
    private boolean hasFilesOfRepository(StateDirectory state) throws IOException {
        Boolean known = written.get(state.path());
        if (known == null) {
            known = GitIndex.wroteFilesIn(state.path());
            written.put(state.path(), known);
        }
        return known;
    }

    /** An empty directory, such as the mount point of a volume, contains nothing of strangers. */
    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(directory, file -> !AtomicFile.isPartial(file))) {
            return !content.iterator().hasNext();
        }
    }

    private boolean isSealed(StateDirectory state) throws IOException {
        return sealedPlace(state).equals(Optional.of(place(state)));
    }

    /** Returns the place where this user created a directory; empty if it has no valid seal. */
    private Optional<String> sealedPlace(StateDirectory state) throws IOException {
        Path file = state.path().resolve(SEAL);
        if (RegularFile.size(file).isEmpty()) {
            return Optional.empty();
        }
        // A path may contain line breaks.
        String[] parts = new String(RegularFile.read(file, SEAL_LIMIT), StandardCharsets.UTF_8).split("\n", 2);
        return parts.length == 2 && user.seal().matches(parts[0], KIND, parts[1].getBytes(StandardCharsets.UTF_8))
                ? Optional.of(parts[1])
                : Optional.empty();
    }

    private static String place(StateDirectory state) {
        return state.realPath().toString();
    }

    /**
     * Returns the place from which a directory was moved here; empty if this user did not create it, or if there is one at
     * that place, of which this one may be a copy. Nothing is read but the seal.
     */
    Optional<StateDirectory> movedFrom(StateDirectory state) {
        try {
            return state.exists()
                    ? sealedPlace(state)
                            .filter(place -> !place.equals(place(state)))
                            .map(place -> new StateDirectory(Path.of(place), user))
                            .filter(former -> Files.notExists(former.path(), LinkOption.NOFOLLOW_LINKS))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Creates a fleet's state directory unless it exists.
     *
     * @throws EnvironmentException if it cannot be created, or if there is one that was not created here
     */
    public StateDirectory create(Path fleetDirectory) {
        StateDirectory state = of(fleetDirectory);
        try {
            if (state.exists()) {
                if (!isSealed(state)) {
                    Files.setPosixFilePermissions(state.path(), PRIVATE);
                    seal(state.path(), state);
                }
                return state;
            }
            Path created = Files.createTempDirectory(
                    fleetDirectory, StateDirectory.NAME + ".new-", PosixFilePermissions.asFileAttribute(PRIVATE));
            try {
                seal(created, state);
                Files.move(created, state.path(), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                DirectoryTree.remove(created);
            }
        } catch (IOException failure) {
            if (of(fleetDirectory).exists()) {
                return state; // another command created it meanwhile
            }
            throw new EnvironmentException(
                    Problem.error("cannot create " + state.path() + ": " + FailureReason.of(failure))
                            .withHint("services keep their state there; check the free space and the permissions"),
                    failure);
        }
        return state;
    }

    private void seal(Path directory, StateDirectory state) throws IOException {
        AtomicFile.write(
                directory.resolve(SEAL),
                (user.seal().of(KIND, place(state).getBytes(StandardCharsets.UTF_8)) + "\n" + place(state))
                        .getBytes(StandardCharsets.UTF_8),
                PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve(".gitignore"), "*\n");
    }

    /**
     * Renames a directory that was not created here. Nothing in it is read or changed.
     *
     * @return the new path; empty if there is none
     * @throws EnvironmentException if it cannot be renamed
     */
    Optional<Path> setAside(StateDirectory state) {
        if (foreign(state).isEmpty()) {
            return Optional.empty();
        }
        written.remove(state.path());
        Path aside = unused(
                state.path().resolveSibling(StateDirectory.NAME + ".foreign-" + DATE.format(LocalDateTime.now())));
        try {
            Files.move(state.path(), aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException renamedByAnotherCommand) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot rename " + state.path() + " to " + aside.getFileName() + ": "
                                    + FailureReason.of(failure))
                            .withHint("check the permissions, or remove it"),
                    failure);
        }
        return Optional.of(aside);
    }

    private static Path unused(Path wanted) {
        Path path = wanted;
        for (int number = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); number++) {
            path = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return path;
    }
}
