package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.file.ignore.IgnoreFixtures;
import dev.imagemanager.file.ignore.IgnoreFixtures.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code IgnoreRulesTest} expects is what a real BuildKit does. With {@code -Dignore.write=true} it is written
 * instead of compared.
 */
@ExtendWith(RealTools.class)
class IgnoreRulesIT {

    @TempDir
    Path directory;

    private final IgnoreFixtures fixtures = new IgnoreFixtures();

    /** One build, each fixture a named context of it, which has a {@code .dockerignore} of its own. */
    @Test
    void theFixturesAreWhatBuildKitSends() throws IOException {
        List<Fixture> all = fixtures.all();
        StringBuilder mounts = new StringBuilder();
        List<String> command = buildctl();
        for (int i = 0; i < all.size(); i++) {
            Path context = directory.resolve("contexts/c" + i);
            all.get(i).create(context);
            mounts.append(" --mount=from=c" + i + ",target=/sent/" + i);
            command.addAll(List.of("--opt", "context:c" + i + "=local:c" + i, "--local", "c" + i + "=" + context));
        }
        Files.writeString(
                directory.resolve("Dockerfile"),
                "FROM debian:bookworm-slim\nRUN" + mounts
                        + " find /sent -mindepth 2 -printf '%y%P\\0' > /found\nFROM scratch\nCOPY --from=0 /found /\n");
        command.addAll(List.of("--output", "type=local,dest=" + directory.resolve("out")));

        Tool.run(command.toArray(String[]::new));

        List<SortedSet<String>> sent = sent(Files.readString(directory.resolve("out/found")), all.size());
        if (Boolean.getBoolean("ignore.write")) {
            fixtures.write(sent);
        }
        assertThat(all).hasSizeGreaterThan(60);
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < all.size(); i++) {
            softly.assertThat(sent.get(i))
                    .as(all.get(i).name())
                    .isEqualTo(all.get(i).sent());
        }
        softly.assertAll();
    }

    @Test
    void whatIsRefusedIsRefusedByBuildKit() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY . /\n");
        Files.writeString(directory.resolve("file"), "");
        SoftAssertions softly = new SoftAssertions();
        for (String pattern : fixtures.refused()) {
            Files.writeString(directory.resolve(".dockerignore"), pattern + "\n");
            List<String> command = buildctl();
            command.addAll(List.of("--output", "type=local,dest=" + directory + "/out"));
            Process build =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(build.getInputStream().readAllBytes());
            softly.assertThat(build.waitFor()).as(pattern).isNotZero();
            softly.assertThat(output)
                    .as(pattern)
                    .containsAnyOf("syntax error in pattern", "illegal exclusion pattern", "non-printable ASCII");
        }
        softly.assertAll();
    }

    private List<String> buildctl() {
        return new ArrayList<>(List.of(
                "buildctl",
                "build",
                "--progress=plain",
                "--no-cache",
                "--frontend=dockerfile.v0",
                "--local",
                "dockerfile=" + directory,
                "--local",
                "context=" + directory));
    }

    /** @param found {@code d2/empty} for the folder {@code empty} of the third fixture, each with a NUL at its end */
    private static List<SortedSet<String>> sent(String found, int fixtures) {
        List<SortedSet<String>> sent = new ArrayList<>();
        for (int i = 0; i < fixtures; i++) {
            sent.add(new TreeSet<>());
        }
        for (String file : found.split("\0")) {
            int slash = file.indexOf('/');
            sent.get(Integer.parseInt(file.substring(1, slash)))
                    .add(file.substring(slash + 1) + (file.startsWith("d") ? "/" : ""));
        }
        return sent;
    }
}
