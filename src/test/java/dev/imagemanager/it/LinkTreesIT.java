package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.it.Program.Result;
import dev.imagemanager.seal.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fleets with random links, named pipes, sockets, devices and odd names: no command that needs no daemon changes or shows
 * anything outside of the fleet, hangs, or fails with an internal error. The system properties {@code
 * image-manager.link-trees} and {@code image-manager.link-trees.seed} set the number of fleets and the seed of the first;
 * the seeds of the others follow it.
 */
@EnabledOnOs(OS.LINUX)
class LinkTreesIT {

    private static final int TREES = Integer.getInteger("image-manager.link-trees", 2);
    private static final long SEED = Long.getLong("image-manager.link-trees.seed", System.nanoTime() % 1_000_000_000);

    /** So that there can be more trees in the same time. */
    private static final int COMMANDS_OF_A_TREE = 12;

    /** Of a command, on a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final List<String> COMMANDS = List.of(
            "validate",
            "validate --output json",
            "generate",
            "generate --check",
            "generate --diff",
            "list",
            "list --output json",
            "graph",
            "graph --output json",
            "clean --dry-run",
            "clean",
            "clean --all",
            "services status",
            "services status --output json",
            "services logs registry",
            "services logs garage",
            "services down",
            "services down --volumes",
            "cache stats",
            "cache prune --dry-run --older-than 1d",
            "doctor",
            "tools list",
            "completion bash",
            "complete targets");

    @TempDir
    Path directory;

    @Test
    void nothingOutsideChangesOrIsShown() {
        System.out.println("link trees with the seeds " + SEED + " to " + (SEED + TREES - 1));
        assertAll(LongStream.range(SEED, SEED + TREES).mapToObj(seed -> () -> checkLoudly(seed)));
    }

    /** A long run shows failures at once. */
    private void checkLoudly(long seed) throws IOException {
        try {
            check(seed);
        } catch (AssertionError failure) {
            System.out.println("link tree with the seed " + seed + ": " + failure.getMessage());
            throw failure;
        }
    }

    private void check(long seed) throws IOException {
        Path place = Files.createDirectory(directory.resolve("tree" + seed));
        try {
            check(seed, place);
        } finally {
            endProcessesOf(place);
            // Java cannot remove paths that are too long.
            Tool.run("rm", "-rf", place.toString());
        }
    }

    /** {@code cache stats} starts Garage, which the program cannot stop if its state was damaged. */
    private static void endProcessesOf(Path place) {
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(place.toString()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static void check(long seed, Path place) throws IOException {
        Random random = new Random(seed);
        WatchedTree watched = new WatchedTree(place.resolve("outside"), random);
        Path home = Files.createDirectory(place.resolve("home"));
        FleetFiles fleet = fleet(Files.createDirectory(place.resolve("fleet")));
        Program program = new Program(fleet.directory())
                .within(LIMIT)
                .with("HOME", home.toString())
                .with("XDG_CACHE_HOME", home.resolve("cache").toString())
                .with("XDG_STATE_HOME", home.resolve("state").toString())
                .with("LC_ALL", random.nextBoolean() ? "C.UTF-8" : "C")
                .with("DEPLOY_TOKEN", watched.canary());
        Result generated = program.run("generate");
        assertThat(generated.exitCode()).as(generated.toString()).isZero();
        HostileTree hostile = new HostileTree(fleet.directory(), watched, random);
        if (random.nextBoolean()) {
            addServices(fleet, home.resolve("state"));
            hostile.spareTheSeal();
        }
        List<String> made = hostile.make();
        watched.remember();

        List<String> commands = new ArrayList<>(COMMANDS);
        Collections.shuffle(commands, random);
        commands = commands.subList(0, COMMANDS_OF_A_TREE);
        for (String command : commands) {
            String situation = "'" + command + "' with the seed " + seed + ", after "
                    + commands.subList(0, commands.indexOf(command)) + ", with\n" + String.join("\n", made) + "\n";
            Result result = program.run(command.split(" "));
            String shown = result.output() + result.errors();
            assertThat(result.exitCode()).as(situation + result).isBetween(0, 3);
            assertThat(shown).as(situation).doesNotContain(watched.canary());
            assertThat(shown).as(situation).doesNotContain("internal error", "\tat ", "\n::error::");
            watched.assertUnchanged(situation + result);
            assertThat(filesWith(watched.canary(), fleet.directory()))
                    .as(situation)
                    .isEmpty();
        }
    }

    private static FleetFiles fleet(Path directory) {
        return new FleetFiles(directory)
                .image("app", "1", "FROM base:2\nCOPY files /files\n")
                .file("images/app/test.yml", "schemaVersion: 2.0.0\n")
                .file("images/app/files/a", "a\n")
                .file("images/base/image.yml", "tags: [{name: \"2\"}]\n")
                .file("images/base/Dockerfile.tmpl", "FROM scratch\n{#include part /}\n")
                .file("images/base/.dockerignore", "x\n")
                .file("images/one.yml", "template: ../../templates/whole.tmpl\ntags: [{name: \"1\"}]\n")
                .file("images/one/e", "e\n")
                .file("templates/part.tmpl", "LABEL a=b\n")
                .file("templates/whole.tmpl", "FROM scratch\nCOPY . /\n")
                .file("dist/app/1/build.json", record("app:1"))
                .file("dist/gone/1/build.json", record("gone:1"))
                .file("dist/gone/1/image.tar", "an image");
    }

    /** Adds the state of services, as of ones that ran: this user created it, so that commands read it. */
    private static void addServices(FleetFiles fleet, Path stateOfUser) {
        UserState user = new UserState(new FakeEnvironment().with("XDG_STATE_HOME", stateOfUser.toString()));
        new StateDirectories(user).create(fleet.directory());
        fleet.file(
                        ".buildkit/services.json",
                        "{\"services\": ["
                                + "{\"name\": \"registry\", \"mode\": \"process\", \"address\": \"localhost:1\"},"
                                + "{\"name\": \"buildkitd\", \"mode\": \"container\", \"address\": \"tcp://127.0.0.1:1\"},"
                                + "{\"name\": \"garage\", \"mode\": \"process\", \"address\": \"http://127.0.0.1:1\"}]}\n")
                .file(".buildkit/registry/pid", "1 2 3\n")
                .file(".buildkit/registry/log", "a line\n")
                .file(".buildkit/registry/user", "fleet-" + "0".repeat(16) + "\n")
                .file(".buildkit/registry/password", "0".repeat(64) + "\n")
                .file(".buildkit/registry/data/docker/registry/v2/a", "a\n")
                .file(".buildkit/buildkitd/container", "tcp://127.0.0.1:1\nimage-manager-0-buildkitd\n")
                .file(".buildkit/buildkitd/tls/key.pem", "a key\n")
                .file(".buildkit/buildkitd/network", "imgmgr15 15 true\n")
                .file(".buildkit/garage/admin_address", "http://127.0.0.1:1\n")
                .file(".buildkit/garage/admin_token", "0".repeat(64) + "\n")
                .file(
                        ".buildkit/garage/credentials.json",
                        "{\"endpoint\": \"http://127.0.0.1:1\", \"bucket\": \"a\", \"region\": \"a\","
                                + " \"accessKey\": \"a\", \"secretKey\": \"a\"}\n")
                .file(".buildkit/dind/pid", "1 2 3\n")
                .file(".buildkit/dind/data/a/b/c", "c\n");
    }

    private static String record(String target) {
        return "{\"apiVersion\": \"image-manager/v1\", \"target\": \"" + target + "\"}\n";
    }

    /** Links are not followed. */
    private static List<String> filesWith(String text, Path directory) {
        return Tool.lines(
                "sh", "-c", "grep -rlaFs -D skip -e \"$1\" \"$2\" || test $? -le 2", "sh", text, directory.toString());
    }
}
