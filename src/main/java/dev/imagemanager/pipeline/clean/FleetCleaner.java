package dev.imagemanager.pipeline.clean;

import dev.imagemanager.pipeline.generate.OutputDirectory;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.rendering.FilePaths;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Removes files that this program wrote to {@code dist/}, and no others. */
@Singleton
public final class FleetCleaner {

    /**
     * What is removed.
     *
     * @param files each with its size in bytes; relative to the fleet's directory
     */
    public record Removal(SortedMap<Path, Long> files) {
        public Removal {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        }

        public long bytes() {
            return files.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Finds what there is to remove, and changes nothing.
     *
     * @param directory the fleet's, whose definitions need not be valid
     * @param all whether to remove what {@code generate} wrote too
     */
    public Removal plan(Path directory, boolean all) {
        Path fleetDirectory = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(fleetDirectory)) {
            throw new InputException(Problem.error("there is no directory " + fleetDirectory)
                    .withHint("name the fleet's directory with -C"));
        }
        OutputFiles files = new OutputFiles(fleetDirectory);
        SortedMap<Path, Long> found = new TreeMap<>(files.ofBuildsAndTests());
        if (all) {
            found.putAll(files.generated());
        }
        return new Removal(found);
    }

    /** Removes the files, and the directories that are empty then. */
    public void remove(Path directory, Removal removal) {
        Path fleetDirectory = directory.toAbsolutePath().normalize();
        OutputDirectory output = new OutputDirectory(fleetDirectory);
        removal.files().keySet().forEach(output::remove);
        try {
            Path dist = fleetDirectory.resolve(FilePaths.OUTPUT_DIRECTORY);
            if (!removal.files().isEmpty() && !Files.isSymbolicLink(dist)) {
                Files.deleteIfExists(dist);
            }
        } catch (IOException stillInUse) {
            // Most often by files that are not ours; an empty directory does no harm either.
            return;
        }
    }
}
