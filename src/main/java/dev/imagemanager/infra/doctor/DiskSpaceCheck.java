package dev.imagemanager.infra.doctor;

import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Checks the free disk space of the directories that archives are written to. */
@Singleton
final class DiskSpaceCheck implements HealthCheck {

    private static final long GIGABYTE = 1_000_000_000L;

    /** About the size of an image of a programming language's runtime. */
    private static final long TOO_LITTLE = GIGABYTE / 2;

    private static final long LITTLE = 5 * GIGABYTE;

    private final Path temporaryDirectory;
    private final ToLongFunction<Path> freeBytes;

    @Inject
    DiskSpaceCheck() {
        this(UserDirectories.temporary(), DiskSpaceCheck::usableSpace);
    }

    /** @param freeBytes returns the free bytes of the file system of an existing directory */
    DiskSpaceCheck(Path temporaryDirectory, ToLongFunction<Path> freeBytes) {
        this.temporaryDirectory = temporaryDirectory;
        this.freeBytes = freeBytes;
    }

    @Override
    public Area area() {
        return Area.MACHINE;
    }

    @Override
    public String name() {
        return "disk space";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        return List.of(
                room("disk space for dist", subject.directory().resolve(OutputPaths.OUTPUT_DIRECTORY)),
                room("disk space for temporary files", temporaryDirectory));
    }

    private Finding room(String subject, Path directory) {
        long free;
        try {
            free = freeBytes.applyAsLong(existing(directory));
        } catch (UncheckedIOException unreadable) {
            return Finding.warning(
                    subject,
                    "cannot read the free space of " + directory + ": "
                            + unreadable.getCause().getMessage(),
                    "check it with 'df'");
        }
        String message = String.format(Locale.ROOT, "%.1f GB free in %s", free / (double) GIGABYTE, directory);
        String remedy =
                "free some space: 'image-manager clean' removes what builds left in dist, 'buildctl prune' the builder's"
                        + " cache, 'docker image prune' images";
        if (free < TOO_LITTLE) {
            return Finding.failed(subject, message, remedy);
        }
        return free < LITTLE ? Finding.warning(subject, message, remedy) : Finding.ok(subject, message);
    }

    /** Returns the closest existing parent, since the directory may not exist yet. */
    private static Path existing(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }

    private static long usableSpace(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
