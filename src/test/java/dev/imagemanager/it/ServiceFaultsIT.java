package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What goes wrong with services of the program's own, and what the user learns of it. */
class ServiceFaultsIT extends OwnServices {

    @Test
    void aKilledDaemonComesBackWithTheNextBuild() {
        assertThat(succeeds(run("build")).errors()).contains("started buildkitd (process, unix:");

        Tool.run("pkill", "-KILL", "-f", "^[^ ]*buildkitd --config " + directory + "/");
        Result next = succeeds(run("build", "--force"));

        assertThat(next.errors()).contains("started buildkitd (process, unix:").doesNotContain("started registry");
        assertThat(next.output()).contains("2 ok");
    }

    @Test
    void aRegistryThatComesBackEmptyGetsItsImagesFromTheirArchives() {
        succeeds(run("build"));
        succeeds(run("services", "down", "registry", "buildkitd"));
        Tool.run("rm", "-r", directory + "/.buildkit/registry/data", directory + "/.buildkit/buildkitd/data");

        Result next = succeeds(run("build", "child"));

        assertThat(next.output()).contains("2 up to date");
        assertThat(next.errors())
                .contains(
                        "note: app:1 was restored from dist/app/1/image.tar: the image store did not have it under this name",
                        "note: child:1 was restored from dist/child/1/image.tar");
        String registry = next.errors().replaceFirst("(?s).*started registry \\(process, ([^)]+)\\).*", "$1");
        OwnAccount account = new OwnAccount(directory);
        String digest = account.crane(registry, "digest", "--insecure", registry + "/child:1");
        assertThat(fleet.read("dist/child/1/build.json")).contains(digest);
        account.crane(registry, "validate", "--insecure", "--remote", registry + "/child@" + digest);
        assertThat(account.crane(registry, "ls", "--insecure", registry + "/child")
                        .lines())
                .hasSize(2)
                .anyMatch(tag -> tag.matches("im-[0-9a-f]{64}"));
    }

    @Test
    void aProcessOfAnotherThatHasAPidOfOursIsNotKilled() throws IOException {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            fleet.file(
                    ".buildkit/registry/pid",
                    other.pid() + " 1 " + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")));

            succeeds(run("services", "up", "registry"));
            assertThat(succeeds(run("services", "down")).errors()).isEqualTo("stopped registry\n");

            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void ctrlCDuringTheStartLeavesNothing() throws IOException {
        script("buildkitd", "echo here I am; exec sleep 600");

        try (Program.Running running =
                withScripts().with("IMAGE_MANAGER_BUILD_REGISTRY", "false").start("services", "up", "buildkitd")) {
            Path log = directory.resolve(".buildkit/buildkitd/log");
            running.awaitFile(log, "here I am");
            running.interrupt();
            assertThat(running.await().exitCode()).isEqualTo(130);
            assertThat(running.errorsSoFar()).isEmpty();
        }
        assertThat(processes()).isEmpty();
        assertThat(directory.resolve(".buildkit/buildkitd/pid")).doesNotExist();
    }

    @Test
    void aDaemonThatDoesNotComeUpIsShownWithItsLog() throws IOException {
        script("docker-registry", "echo boom; exit 1");

        refuses(
                withScripts().run("build"),
                "error: registry exited immediately after it was started; the last lines of its log:\n  | boom\n",
                "the full log is in " + directory + "/.buildkit/registry/log");
    }

    @Test
    void aConfiguredPortInUseNamesWhoHasIt() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            refuses(
                    program().with("IMAGE_MANAGER_SERVICES_REGISTRY_PORT", port).run("services", "up", "registry"),
                    "port " + port + " is configured for registry, but is in use by process "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void withoutTheProgramsTheMessageSaysWhichAreMissing() throws IOException {
        Path few = Files.createDirectory(directory.resolve("bin"));
        for (String tool : new String[] {"java", "sh", "readlink", "dirname", "buildctl"}) {
            Files.createSymbolicLink(few.resolve(tool), Path.of(Tool.run("sh", "-c", "command -v " + tool)));
        }

        refuses(
                program().with("PATH", few.toString()).run("build"),
                "registry is configured to run as a process and cannot be started: docker-registry or"
                        + " registry, setsid are not on the PATH",
                "install them, or set build_registry to the address of a registry, or to false to build without one");
        assertThat(directory.resolve(".buildkit/registry")).doesNotExist();
    }

    @Test
    void aSocketAndAPidOfADaemonThatIsGoneAreNoObstacle() throws IOException {
        fleet.file(
                        ".buildkit/buildkitd/pid",
                        "4194303 1 " + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")))
                .file(".buildkit/buildkitd/buildkitd.sock", "");

        assertThat(succeeds(run("services", "up", "buildkitd")).output()).contains("buildkitd  process  running");
    }

    @Test
    void aBuilderThatIsKilledDuringABuildIsSaidAndComesBack() throws IOException {
        fleet.image("slow", "1", "FROM debian:bookworm-slim\nRUN echo it has begun; sleep 300\n");

        try (Program.Running running = program().start("build", "slow")) {
            running.awaitErrors("|   it has begun");
            Tool.run("pkill", "-KILL", "-f", "^[^ ]*buildkitd --config " + directory + "/");
            refuses(
                    running.await(),
                    "the build of slow:1 failed: the connection to the BuildKit daemon at unix://" + directory,
                    "'image-manager services logs buildkitd'");
        }
        assertThat(succeeds(run("build", "child")).errors()).contains("started buildkitd (process, ");
    }

    @Test
    void withoutSpaceForTheirStateNothingIsStarted() throws IOException {
        Path state = Files.createDirectory(directory.resolve(".buildkit"));
        Tool.run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", state.toString());
        try {
            succeeds(run("services", "down")); // which makes the state ours
            fleet.file(".buildkit/full", "x".repeat(8 * 1024));

            refuses(
                    run("services", "up", "registry"),
                    "cannot write " + state + "/",
                    "no space is left on the disk",
                    "free space");
            assertThat(processes()).isEmpty();
            assertThat(fleet.all(".buildkit").map(Path::toString)).noneMatch(file -> file.endsWith(".new"));
        } finally {
            Tool.run("umount", state.toString());
        }
    }

    private void script(String name, String text) throws IOException {
        fleet.file("scripts/" + name, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(
                directory.resolve("scripts/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Program withScripts() {
        return program().with("PATH", directory.resolve("scripts") + ":" + System.getenv("PATH"));
    }
}
