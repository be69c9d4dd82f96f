package dev.imagemanager.pipeline.clean;

import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputLock;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Removes the files that image-manager wrote to {@code dist/}. */
@ApplicationScoped
public final class FleetCleaner {

    /**
     * The files to remove.
     *
     * @param files sizes in bytes by path, relative to the fleet's directory
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
     * Finds the files to remove, without removing them.
     *
     * @param directory the fleet's directory; its definitions need not be valid
     * @param all whether to remove generated files too
     */
    public Removal plan(Path directory, boolean all) {
        Path fleetDirectory = ExistingDirectory.require(directory);
        OutputFiles files = new OutputFiles(fleetDirectory);
        SortedMap<Path, Long> found = new TreeMap<>(files.ofBuildsAndTests());
        if (all) {
            found.putAll(files.generated());
        }
        return new Removal(found);
    }

    /**
     * Removes files and directories that become empty, while holding the fleet's lock.
     *
     * @param all whether to remove generated files too
     * @param onWait gets a note before the wait for another command
     */
    public Removal clean(Path directory, boolean all, Consumer<Problem> onWait) throws InterruptedException {
        Removal before = plan(directory, all);
        if (before.files().isEmpty()) {
            return before;
        }
        Path fleetDirectory = ExistingDirectory.absolute(directory);
        return OutputLock.whileHeld(fleetDirectory, onWait, () -> {
            Removal removal = plan(directory, all);
            OutputDirectory output = new OutputDirectory(fleetDirectory);
            removal.files().keySet().forEach(output::remove);
            return removal;
        });
    }
}
