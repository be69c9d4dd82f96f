package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a program leaves that is killed with SIGKILL, and so cannot clean up. */
@ExtendWith(RealTools.class)
class KilledProgramIT {

    @TempDir
    Path directory;

    @Test
    void credentialsThatItLeftAreRemovedByTheNextOne() throws IOException {
        String user = UUID.randomUUID().toString();
        Path first = Files.createDirectory(directory.resolve("first"));
        new FleetFiles(first)
                .file(
                        ".image-manager.yml",
                        "cache: false\nregistries: [{ url: registry.example, username: " + user
                                + ", password: hush }]\n")
                .image("slow", "1", "FROM debian:bookworm-slim\nRUN echo it has begun; sleep 300\n");
        Path second = Files.createDirectory(directory.resolve("second"));
        new FleetFiles(second)
                .file(".image-manager.yml", "cache: false\n")
                .image("quick", "1", "FROM scratch\nCOPY . /\n")
                .file("images/quick/file", "");
        Program other = new Program(second);

        try (Program.Running running = new Program(first).start("build", "slow")) {
            running.awaitErrors("|   it has begun");
            assertThat(copies(user)).hasSize(1);
            assertThat(ContainerFleet.succeeds(other.run("build", "--force")).output())
                    .contains("1 ok");
            assertThat(copies(user)).as("those of a program that runs").hasSize(1);

            List<ProcessHandle> tools = running.process().descendants().toList();
            running.signal("KILL");
            running.await();
            tools.forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(copies(user)).as("left by the killed one").hasSize(1);

        ContainerFleet.succeeds(other.run("build", "--force"));

        assertThat(copies(user)).isEmpty();
    }

    /** Copies of Docker's configuration with the account. */
    private static List<Path> copies(String user) throws IOException {
        String account = Base64.getEncoder().encodeToString((user + ":hush").getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> directories = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return directories
                    .filter(found -> found.getFileName().toString().startsWith("image-manager-"))
                    .map(found -> found.resolve("content/config.json"))
                    .filter(file -> contains(file, account))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException none) {
            return false;
        }
    }
}
