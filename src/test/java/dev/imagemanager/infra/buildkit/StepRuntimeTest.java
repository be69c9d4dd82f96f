package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.linux.OperatingSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRuntimeTest {

    @TempDir
    Path root;

    private Path config;

    @BeforeEach
    void aRuntime() throws IOException {
        assumeThat(OperatingSystem.isLinux())
                .as("the script needs sed of Linux")
                .isTrue();
        FakeMachine machine = new FakeMachine(root)
                .program("runc", "echo \"runc $*\"")
                .program("nsenter", "echo \"entering $1\"; shift 2; exec \"$@\"");
        ServiceDirectory directory = new ServiceDirectory(
                Files.createDirectories(root.resolve("it's state")),
                TestSeals.states().of(root.resolve("fleet")));
        StepRuntime.in(directory, Optional.of("/net's")).write(directory, new Requirements(machine.executables()));
        config = Files.createDirectories(root.resolve("bundle")).resolve("config.json");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(root + "/it's state/step-runtime"), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + process.waitFor();
    }

    private String created(String json) throws IOException, InterruptedException {
        Files.writeString(config, json);
        String bundle = config.getParent().toString();
        assertThat(run("--log", "x", "run", "--bundle", bundle, "--keep", "id"))
                .isEqualTo("entering --net=/net's\nrunc --log x run --bundle " + bundle + " --keep id\n0");
        return Files.readString(config);
    }

    @Test
    void stepsHaveNoRightToRawSockets() throws IOException, InterruptedException {
        String json = "{\"process\":{\"args\":[\"CAP_NET_RAW\",\"\\\"capabilities\\\":{\\\"CAP_NET_RAW\\\",\"],"
                + "\"capabilities\":{\"bounding\":[%s],\"effective\":[%s],\"permitted\":[%s]},\"noNewPrivileges\":false}}";

        for (String others : List.of("\"CAP_CHOWN\",%s\"CAP_KILL\"", "%s\"CAP_CHOWN\"")) {
            String with = others.formatted("\"CAP_NET_RAW\",");
            String without = others.formatted("");
            assertThat(created(json.formatted(with, with, with))).isEqualTo(json.formatted(without, without, without));
        }
        String last = "\"CAP_CHOWN\",\"CAP_NET_RAW\"";
        assertThat(created(json.formatted(last, last, "")))
                .isEqualTo(json.formatted("\"CAP_CHOWN\"", "\"CAP_CHOWN\"", ""));
    }

    @Test
    void aStepThatWouldKeepTheRightDoesNotRun() throws IOException, InterruptedException {
        Files.writeString(config, "{\"capabilities\":{\"bounding\":[\"CAP_NET_RAW\"]}}");

        assertThat(run("run", "--bundle", config.getParent().toString(), "id"))
                .isEqualTo("image-manager cannot remove CAP_NET_RAW from the capabilities of this step\n1");
        assertThat(run("run", "id")).contains("config.json").endsWith("1").doesNotContain("runc run");
    }

    @Test
    void otherCommandsArePassedOn() throws IOException, InterruptedException {
        assertThat(run("kill", "id", "9")).endsWith("runc kill id 9\n0");
    }
}
