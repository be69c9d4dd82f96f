package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} and {@code clean} of the packaged program. */
class DoctorIT {

    @TempDir
    Path directory;

    @Test
    void whatIsNotThereFailsWithARemedyAndNothingIsChanged() throws IOException {
        String nowhere = "127.0.0.1:" + UnusedPort.find();
        Program program = new Program(directory)
                .with("BUILDKIT_HOST", "tcp://" + nowhere)
                .with("DOCKER_HOST", "tcp://" + nowhere)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", nowhere)
                .with("XDG_CACHE_HOME", directory.resolve("cache").toString());

        Result text = program.run("doctor");
        Result json = program.run("doctor", "--output", "json");

        assertThat(text.exitCode()).as("%s", text).isEqualTo(3);
        assertThat(text.output())
                .contains("failed   build registry: ", "failed   Docker daemon: ", "set DOCKER_HOST")
                .contains("disk space for dist", "port 8372", "rootless builds", "hadolint");
        assertThat(text.errors()).isEmpty();
        assertThat(json.exitCode()).isEqualTo(3);
        assertThat(json.output()).contains("\"healthy\": false", "\"verdict\": \"failed\"", "\"remedy\": ");
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void cleanRemovesWhatGenerateWrote() throws IOException {
        FleetFiles fleet =
                new FleetFiles(directory).image("app", "1", "FROM scratch\n").file("dist/mine.txt", "mine");
        assertThat(new Program(directory).run("generate").exitCode()).isZero();

        Result plan = new Program(directory).run("clean", "--all", "--dry-run");
        assertThat(plan.output()).contains("would remove dist/app/1/Dockerfile (");
        assertThat(fleet.exists("dist/app/1/Dockerfile")).isTrue();
        Result json = new Program(directory).run("clean", "--all", "--output", "json");

        assertThat(json.exitCode()).as("%s", json).isZero();
        assertThat(json.output()).contains("\"file\": \"dist/fleet.json\"", "\"dryRun\": false");
        assertThat(fleet.exists("dist/app")).isFalse();
        assertThat(fleet.exists("dist/mine.txt")).isTrue();
    }
}
