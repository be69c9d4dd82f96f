package dev.imagemanager.infra.loading;

import dev.imagemanager.infra.container.DaemonTest;
import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.container.LoadedImage;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The images that tests of a fleet have in a Docker daemon, as files in {@code dist/}: when the program is killed, the next
 * one knows what to remove. Their names are random, so that a file that somebody else wrote names no image.
 */
public final class RunningTests {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final OutputDirectory output;

    public RunningTests(OutputDirectory output) {
        this.output = output;
    }

    public DaemonTest begin() {
        String id = UUID.randomUUID().toString();
        output.write(OutputPaths.RUNNING_TESTS.resolve(id), new byte[0]);
        return new DaemonTest(id, () -> end(id));
    }

    private void end(String id) {
        output.remove(OutputPaths.RUNNING_TESTS.resolve(id));
    }

    /**
     * Removes what killed programs left. The caller holds the fleet's lock, so that no test runs.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if the daemon fails
     */
    public void removeLeftovers(DockerDaemon daemon) {
        for (Path file : output.files(OutputPaths.RUNNING_TESTS)) {
            String id = file.getFileName().toString();
            if (ID.matcher(id).matches()) {
                LoadedImage.removeLeftover(daemon, id);
                end(id);
            }
        }
    }
}
