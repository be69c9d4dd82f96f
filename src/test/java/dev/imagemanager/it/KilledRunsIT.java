package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs that are killed at random moments, and the next one. {@code -Dimage-manager.kills=30} kills more often,
 * {@code -Dimage-manager.kills.seed} at the moments of an earlier run, which its output names, and
 * {@code -Dimage-manager.kills.fleet} in a copy of another fleet.
 */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class KilledRunsIT {

    private static final int KILLS = Integer.getInteger("image-manager.kills", 1);
    private static final long SEED = Long.getLong("image-manager.kills.seed", System.nanoTime());

    @TempDir
    Path directory;

    private Map<String, String> digests(Result run) throws IOException {
        assertThat(run.exitCode()).as("seed %d: %s", SEED, run).isZero();
        Map<String, String> digests = new TreeMap<>();
        for (JsonNode target : new ObjectMapper().readTree(run.output()).path("targets")) {
            digests.put(target.path("target").asText(), target.path("digest").asText());
        }
        return digests;
    }

    private void makeFleet() throws IOException {
        String other = System.getProperty("image-manager.kills.fleet", "");
        if (!other.isEmpty()) {
            for (String folder : List.of("images", "templates", ".image-manager.yml")) {
                copy(Path.of(other).resolve(folder), directory.resolve(folder));
            }
            return;
        }
        String name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        FleetFiles fleet = new FleetFiles(directory);
        String parent = "debian:bookworm-slim";
        for (String image : List.of(name + "-a", name + "-b", name + "-c")) {
            fleet.image(image, "1", "FROM " + parent + "\nRUN echo hello > /greeting\n")
                    .file(
                            "images/" + image + "/test.yml",
                            "schemaVersion: 2.0.0\ncommandTests:\n  - name: greets\n    command: cat\n"
                                    + "    args: [/greeting]\n    expectedOutput: [hello]\n");
            parent = image + ":1";
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void theNextRunEndsWithTheSameImages() throws IOException {
        makeFleet();
        Program program = new Program(directory);
        DaemonState before = DaemonState.now();
        long start = System.nanoTime();
        Map<String, String> images = digests(program.run("run", "--output", "json"));
        Duration usual = Duration.ofNanos(System.nanoTime() - start);
        Random random = new Random(SEED);
        System.out.println("killing " + KILLS + " runs of " + usual + ", seed " + SEED);
        for (int i = 0; i < KILLS; i++) {
            long moment = (long) (random.nextDouble() * usual.toNanos());
            try (Program.Running running = program.start("run", "--force")) {
                LockSupport.parkNanos(moment);
                running.signal("KILL");
                running.await();
            }

            // Tests again, since only a command that uses the daemon removes something from it.
            assertThat(digests(program.run("run", "--retest", "--output", "json")))
                    .as("kill %d at %s, seed %d", i, Duration.ofNanos(moment), SEED)
                    .isEqualTo(images);
            DaemonState now = DaemonState.now();
            assertThat(now.containers())
                    .as("kill %d at %s, seed %d", i, Duration.ofNanos(moment), SEED)
                    .isEqualTo(before.containers());
            // An image that the killed run pulled by digest cannot be told from one that somebody else pulled.
            assertThat(now.images())
                    .as("kill %d at %s, seed %d", i, Duration.ofNanos(moment), SEED)
                    .noneMatch(image -> image.startsWith("image-manager-test:"));
            try (Stream<Path> files = Files.walk(directory.resolve("dist"))) {
                assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".partial"));
            }
        }
    }
}
