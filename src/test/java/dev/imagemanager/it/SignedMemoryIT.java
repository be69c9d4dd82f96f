package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestSigningKeys;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Checkouts of a fleet that takes only what was signed from the build registry. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class SignedMemoryIT {

    private static final String SETTINGS = "memory: { public_key: keys/memory.pub, key: '${MEMORY_KEY:}' }\n";

    private final TestSigningKeys keys = TestSigningKeys.create();
    private final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path directory;

    private FleetFiles checkout(String place, String settings) throws IOException {
        return new FleetFiles(Files.createDirectories(directory.resolve(place)))
                .file(".image-manager.yml", settings)
                .file("keys/memory.pub", keys.publicPem())
                .image(name, "1", "FROM debian:bookworm-slim\nRUN echo " + name + " > /greeting\n")
                .file(
                        "images/" + name + "/test.yml",
                        "schemaVersion: 2.0.0\nfileExistenceTests: [{name: greets, path: /greeting, shouldExist: true}]\n");
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    @Test
    void onlyWhatIsSignedIsTaken() throws IOException {
        Program signing = new Program(checkout("signing", SETTINGS).directory()).with("MEMORY_KEY", keys.privatePem());
        assertThat(succeeds(signing.run("run")).output()).contains("1 ok");

        Result second = succeeds(new Program(checkout("second", SETTINGS).directory()).run("run", "--output", "json"));
        assertThat(second.output()).contains("\"state\": \"up to date\"").doesNotContain("\"state\": \"ok\"");
        assertThat(second.errors()).doesNotContain("note:");

        succeeds(new Program(checkout("other", "").directory()).run("run", "--force"));
        Result afterwards = succeeds(new Program(checkout("third", SETTINGS).directory()).run("plan"));
        assertThat(afterwards.output()).contains(name + ":1").contains("it is new");
        assertThat(afterwards.errors())
                .contains("images that the build registry has for content keys are not used if they are not signed");
        assertThat(succeeds(new Program(directory.resolve("third")).run("run")).output())
                .as("built, and not signed")
                .contains("1 ok");
        assertThat(succeeds(new Program(checkout("fourth", SETTINGS).directory()).run("plan"))
                        .output())
                .contains("it is new");
        assertThat(succeeds(signing.run("run", "--force")).errors()).doesNotContain("note:");
        assertThat(succeeds(new Program(directory.resolve("fourth")).run("run")).output())
                .contains("1 up to date");
    }

    @Test
    void keysThatCannotBeUsedAreSaidBeforeAnythingIsBuilt() throws IOException {
        FleetFiles fleet = checkout("fleet", SETTINGS);
        Result another = new Program(fleet.directory())
                .with("IMAGE_MANAGER_MEMORY_KEY", TestSigningKeys.create().privatePem())
                .run("build");
        assertThat(another.exitCode()).isEqualTo(2);
        assertThat(another.errors())
                .contains(
                        "the keys of 'memory' cannot be used with ",
                        "the private key does not belong to the public key")
                .contains("openssl genpkey")
                .doesNotContain("PRIVATE KEY");
        fleet.file("keys/memory.pub", "nothing\n");
        Result nothing = new Program(fleet.directory()).run("build");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.errors()).contains("the public key is not in PEM form");
        fleet.remove("keys");
        Result missing = new Program(fleet.directory()).run("build");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.errors()).contains("'memory.public_key' names ", "memory.pub, which cannot be read");
    }
}
