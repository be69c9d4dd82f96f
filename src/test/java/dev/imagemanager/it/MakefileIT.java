package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The Makefile of {@code docs/guide/makefile.md}, as it stands there, with the packaged program. */
@ResourceLock(RealTools.DOCKER)
class MakefileIT {

    private static final Path PAGE = Path.of(System.getProperty("image-manager.home", "."), "docs/guide/makefile.md");

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String name;

    @BeforeEach
    void aRepositoryWithTheMakefile() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("```make\n") + "```make\n".length();
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet = new FleetFiles(directory)
                .file("Makefile", page.substring(start, page.indexOf("```\n", start)))
                .image(name, "1.0.0", "FROM debian:bookworm-slim\nRUN echo hello > /greeting\n")
                .file(
                        "images/" + name + "/test.yml",
                        "schemaVersion: 2.0.0\nfileExistenceTests:\n- {name: it, path: /greeting, shouldExist: true}\n");
    }

    private Result make(String... arguments) {
        return new Program(directory)
                .through("make", "IMAGE_MANAGER=" + Program.executable())
                .run(arguments);
    }

    @Test
    void checksAndGenerates() {
        assertThat(make("images-check").output()).contains("The fleet is valid: 1 image, 1 target");

        Result outdated = make("images-outdated-dockerfiles");
        assertThat(outdated.output()).contains("stale: dist/" + name + "/1.0.0/Dockerfile");
        assertThat(outdated.errors()).contains("Error 1");
        assertThat(outdated.exitCode()).isEqualTo(2);

        assertThat(make("images-dockerfiles").exitCode()).isZero();
        assertThat(make("images-outdated-dockerfiles").output()).contains("dist is up to date");
        assertThat(fleet.exists("dist/" + name + "/1.0.0/Dockerfile")).isTrue();

        assertThat(make("images-clean").exitCode()).isZero();
        assertThat(fleet.exists("dist/" + name)).isFalse();
    }

    @Test
    void severalTargetsAtOnceWaitForEachOther() {
        Result result = make("-j", "3", "images-check", "images-dockerfiles", "images-down");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(fleet.exists("dist/" + name + "/1.0.0/Dockerfile")).isTrue();
    }

    @Test
    void aBrokenFleetFailsWithItsMessage() {
        fleet.file("images/" + name + "/image.yml", "tags: 7\n");

        Result result = make("images-check");

        assertThat(result.errors()).contains("images/" + name + "/image.yml:1").contains("Error 2");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    @ExtendWith(RealTools.class)
    void buildsAndTests() {
        Result result = make("images", "TARGETS=" + name);

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output()).contains("1 target in").contains("1 ok");
        assertThat(fleet.exists("dist/" + name + "/1.0.0/test-report.xml")).isTrue();
    }
}
