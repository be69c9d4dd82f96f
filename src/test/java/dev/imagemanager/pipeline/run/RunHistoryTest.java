package dev.imagemanager.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.TestSeals;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.problem.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHistoryTest {

    private static final Outcome FAILED = new Outcome.Failed(ExitCode.FAILED, List.of(), List.of(), Optional.empty());
    private static final Outcome BUILT = new Outcome.Succeeded(false, "", new NoReport());
    private static final Outcome UP_TO_DATE = new Outcome.Succeeded(true, "", new NoReport());
    private static final Set<String> TARGETS = Set.of("app:1", "lib:1", "other:1");

    @TempDir
    Path directory;

    private record NoReport() implements StepReport {
        @Override
        public List<Fact> facts() {
            return List.of();
        }

        @Override
        public void describe(ObjectNode target) {}
    }

    private static Task task(String image, Activity activity) {
        return new Task(new TargetName(image, "1"), activity);
    }

    private static Task build(String image) {
        return task(image, BuildStep.ACTIVITY);
    }

    private RunHistory read() {
        return RunHistory.read(new OutputDirectory(directory), TestSeals.documents());
    }

    private Path file() {
        return directory.resolve(OutputPaths.RUNS);
    }

    @Test
    void timesAreThoseOfTheLastWork() {
        RunHistory first = read();
        assertThat(first.expected(build("app"))).isEqualTo(Duration.ofSeconds(1));
        first.record(build("app"), BUILT, Duration.ofSeconds(4));
        first.record(build("lib"), BUILT, Duration.ofSeconds(8));
        first.write(TARGETS);
        RunHistory second = read();
        second.record(build("app"), UP_TO_DATE, Duration.ofMillis(3));
        second.record(build("lib"), FAILED, Duration.ofMillis(3));
        second.write(TARGETS);

        RunHistory third = read();

        assertThat(third.expected(build("app"))).hasSeconds(4);
        assertThat(third.expected(build("lib"))).hasSeconds(8);
        assertThat(third.expected(build("other"))).as("the average").hasSeconds(6);
        assertThat(third.last(build("other"))).isEmpty();
        assertThat(third.expected(task("app", TestStep.ACTIVITY))).hasSeconds(1);
    }

    @Test
    void targetsThatAreGoneAreForgotten() {
        RunHistory history = read();
        history.record(build("gone"), BUILT, Duration.ofSeconds(4));
        history.record(build("also-gone"), FAILED, Duration.ofSeconds(4));
        history.write(TARGETS);

        assertThat(read().last(build("gone"))).isEmpty();
        assertThat(read().failed(List.of(BuildStep.ACTIVITY))).isEmpty();
    }

    @Test
    void whatFailedStaysUntilItSucceeds() {
        RunHistory first = read();
        assertThat(first.isKnown()).isFalse();
        first.record(build("app"), FAILED, Duration.ZERO);
        first.record(build("lib"), new Outcome.Blocked(new TargetName("app", "1"), BuildStep.ACTIVITY), Duration.ZERO);
        first.record(task("other", TestStep.ACTIVITY), FAILED, Duration.ZERO);
        first.write(TARGETS);

        RunHistory second = read();
        assertThat(second.isKnown()).isTrue();
        assertThat(second.failed(List.of(BuildStep.ACTIVITY))).containsExactly("app:1", "lib:1");
        assertThat(second.failed(List.of(BuildStep.ACTIVITY, TestStep.ACTIVITY)))
                .containsExactly("app:1", "lib:1", "other:1");
        second.record(build("app"), UP_TO_DATE, Duration.ZERO);
        second.record(build("other"), new Outcome.Cancelled(), Duration.ZERO);
        second.write(TARGETS);

        assertThat(read().failed(List.of(BuildStep.ACTIVITY))).containsExactly("lib:1", "other:1");
    }

    @Test
    void forgedFilesOnlyCostOrder() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(
                file(),
                """
                {"apiVersion": "image-manager/v1", "failed": {"build": ["app:1"]},
                 "milliseconds": {"build": {"app:1": 9000, "lib:1": -4, "other:1": 99999999999999}, "test": 3}}
                """);

        assertThat(read().isKnown()).isFalse();
        assertThat(read().failed(List.of(BuildStep.ACTIVITY))).isEmpty();
        assertThat(read().expected(build("app"))).hasSeconds(9);
        assertThat(read().expected(build("lib")))
                .as("the average of the valid ones")
                .hasSeconds(9);
    }

    @Test
    void damagedFilesAreReplaced() throws IOException {
        Files.createDirectories(file().getParent());
        for (String damaged : List.of("", "{", "[]", "null", "\0\0", "{\"milliseconds\": 7}")) {
            Files.writeString(file(), damaged);
            RunHistory history = read();

            assertThat(history.expected(build("app"))).as(damaged).hasSeconds(1);
            assertThat(history.isKnown()).as(damaged).isFalse();
        }
        read().write(TARGETS);
        assertThat(read().isKnown()).isTrue();
    }

    @Test
    void nothingIsWrittenWhereNothingIsNew() throws IOException {
        read().write(TARGETS);
        byte[] before = Files.readAllBytes(file());
        Files.write(file(), (new String(before) + " ").getBytes());
        RunHistory history = read();
        history.record(build("app"), UP_TO_DATE, Duration.ofSeconds(2));
        history.write(TARGETS);

        assertThat(file()).hasSize(before.length + 1);
    }

    @Test
    void aLongRunIsWrittenMeanwhile() {
        RunHistory history = read();
        history.record(build("app"), FAILED, Duration.ZERO);
        history.keep(Duration.ofMillis(900), TARGETS);
        assertThat(file()).doesNotExist();
        history.keep(Duration.ofMillis(1100), TARGETS);

        assertThat(read().failed(List.of(BuildStep.ACTIVITY))).containsExactly("app:1");
    }
}
