package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.pipeline.build.ImageBuilder.BuilderStep;
import dev.imagemanager.pipeline.build.ImageBuilder.Log;
import dev.imagemanager.pipeline.build.ImageBuilder.Remark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolveProgressTest {

    private static final Path GOLDEN = Path.of("src/test/resources/solve-progress");

    private final List<String> log = new ArrayList<>();
    private final List<String> internal = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final List<String> transfers = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final SolveProgress progress = new SolveProgress(new Log() {
        @Override
        public void add(String line, boolean isInternal) {
            log.add(line);
            if (isInternal) {
                internal.add(line);
            }
        }

        @Override
        public void begin(BuilderStep step) {
            steps.add(step.stage() + " " + step.number() + "/" + step.count() + " " + step.name());
        }

        @Override
        public void transfer(BuilderStep step, long bytes, long total) {
            transfers.add(step.name() + " " + bytes + "/" + total);
        }

        @Override
        public void remark(Remark remark) {
            remarks.add(remark);
        }
    });

    private void transferred(String digest, String name, int current, int total, String time) {
        progress.read(
                "{\"statuses\":[{\"id\":\"%s\",\"vertex\":\"%s\",\"current\":%d,\"total\":%d,\"timestamp\":\"2026-01-01T00:00:%sZ\"}]}"
                        .formatted(name, digest, current, total, time));
    }

    private void started(String digest, String name) {
        progress.read("{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",\"started\":\"2026-01-01T00:00:00Z\"}]}"
                .formatted(digest, name));
    }

    private void completed(String digest, String rest) {
        progress.read(
                "{\"vertexes\":[{\"digest\":\"%s\",\"started\":\"2026-01-01T00:00:00Z\",\"completed\":\"2026-01-01T00:00:01.26Z\"%s}]}"
                        .formatted(digest, rest));
    }

    private void printed(String digest, int stream, byte[] data) {
        progress.read("{\"logs\":[{\"vertex\":\"%s\",\"stream\":%d,\"data\":\"%s\"}]}"
                .formatted(digest, stream, Base64.getEncoder().encodeToString(data)));
    }

    private void printed(String digest, int stream, String text) {
        printed(digest, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"failing-step", "cached-with-warnings"})
    void recordedSolvesBecomePlainLines(String name) throws IOException {
        Files.readAllLines(GOLDEN.resolve(name).resolve("in.txt")).forEach(progress::read);
        progress.finish();

        assertThat(log).isEqualTo(Files.readAllLines(GOLDEN.resolve(name).resolve("out.txt")));
    }

    @Test
    void stepsThatAreBuildKitsOwnBusinessAreMarked() {
        started("a", "[internal] load .dockerignore");
        printed("a", 1, "transferring\n");
        completed("a", "");
        started("b", "[context base:1] load metadata for localhost:5050/base");
        started("c", "[1/2] FROM base:1");

        assertThat(internal)
                .containsExactly(
                        "[internal] load .dockerignore",
                        "[internal] load .dockerignore DONE 1.3s",
                        "[context base:1] load metadata for localhost:5050/base");
    }

    @Test
    void warningsHaveTheirLineAndWhereToReadMore() throws IOException {
        Files.readAllLines(GOLDEN.resolve("cached-with-warnings/in.txt")).forEach(progress::read);

        assertThat(remarks)
                .containsExactly(
                        new Remark(
                                "MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label",
                                "The MAINTAINER instruction is deprecated, use a label instead to define an image author:"
                                        + " https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/",
                                2),
                        new Remark(
                                "ConsistentInstructionCasing: Command 'from' should match the case of the command majority"
                                        + " (uppercase)",
                                "All commands within the Dockerfile should use the same casing (either upper or lower):"
                                        + " https://docs.docker.com/go/dockerfile/rule/consistent-instruction-casing/",
                                1));
    }

    @Test
    void theStepThatBeganLastIsTheCurrentOne() {
        started("a", "[build  2/10] RUN a");
        started("b", "[linux/arm64 stage-1 10/10] RUN b");
        started("b", "[linux/arm64 stage-1 10/10] RUN b");
        completed("b", "");
        started("c", "exporting to image");
        completed("a", "");
        completed("c", "");

        assertThat(steps)
                .containsExactly(
                        "build 2/10 RUN a",
                        "linux/arm64 stage-1 10/10 RUN b",
                        "build 2/10 RUN a",
                        " 0/0 exporting to image");
    }

    @Test
    void transfersOfTheCurrentStepAreAddedUpTwiceASecond() {
        started("a", "[1/2] FROM x");
        transferred("a", "resolve x", 0, 0, "01");
        transferred("a", "sha256:1", 10, 100, "01.1");
        transferred("a", "sha256:2", 20, 200, "01.5");
        transferred("a", "sha256:2", 150, 200, "01.7");
        transferred("a", "extracting sha256:1", 999, 999, "03");
        transferred("b", "sha256:3", 1, 1, "03");
        transferred("a", "transferring", 50, 0, "04");

        assertThat(transfers).containsExactly("FROM x 10/100", "FROM x 160/300", "FROM x 210/0");
    }

    @Test
    void aRecordedFailureIsToldWithItsStepItsLineAndWhatItPrintedLast() throws IOException {
        Files.readAllLines(GOLDEN.resolve("failing-step/in.txt")).forEach(progress::read);
        progress.finish();

        assertThat(progress.error()).isEqualTo("exit code: 7");
        assertThat(progress.failedStep()).hasValue("[a 2/2] RUN printf 'one\\ntwo ü'; echo err >&2; sleep 0.2; exit 7");
        assertThat(progress.dockerfileLine()).isEqualTo(2);
        assertThat(progress.lastLines()).containsExactlyInAnyOrder("one", "two ü", "err");
    }

    @Test
    void aLayerCacheThatFailsIsNotWhatFailedTheSolve() {
        started("i", "importing cache manifest from s3:1");
        completed("i", ",\"error\":\"operation error S3: no answer\"");
        started("e", "exporting cache to Amazon S3");
        completed("e", ",\"error\":\"no answer either\"");
        progress.finish();

        assertThat(progress.cacheError()).hasValue("operation error S3: no answer");
        assertThat(progress.failedStep()).isEmpty();
        assertThat(log).contains("importing cache manifest from s3:1 FAILED: operation error S3: no answer");
    }

    @Test
    void aCharacterMayBeSplitBetweenTwoEntries() {
        byte[] text = "ü€😀\n".getBytes(StandardCharsets.UTF_8);
        started("a", "RUN x");
        for (int i = 1; i < text.length; i++) {
            log.clear();
            printed("a", 1, Arrays.copyOfRange(text, 0, i));
            printed("a", 1, Arrays.copyOfRange(text, i, text.length));
            assertThat(log).containsExactly("  ü€😀");
        }
    }

    @Test
    void streamsAndStepsThatTakeTurnsKeepTheirLinesWhole() {
        started("a", "RUN a");
        started("b", "RUN b");
        printed("a", 1, "a-out ");
        printed("b", 1, "b-out\n");
        printed("a", 2, "a-err\n");
        printed("a", 1, "goes on\nunfinished");
        completed("a", "");
        progress.finish();

        assertThat(log)
                .containsExactly(
                        "RUN a", "RUN b", "  b-out", "  a-err", "  a-out goes on", "  unfinished", "RUN a DONE 1.3s");
    }

    @Test
    void stepsAreAnnouncedOnceAndSilentOnesAreNotToldOfAgain() {
        started("a", "COPY x");
        started("a", "COPY x");
        completed("a", "");
        completed("a", "");

        assertThat(log).containsExactly("COPY x");
    }

    @Test
    void aCachedStepSaysSoOnce() {
        started("a", "COPY x");
        completed("a", ",\"cached\":true");
        completed("a", ",\"cached\":true");

        assertThat(log).containsExactly("COPY x", "COPY x CACHED");
    }

    @Test
    void aStepsNameIsOneLine() {
        started("a", "RUN one\\n  two\\r\\nthree");

        assertThat(log).containsExactly("RUN one two three");
    }

    @Test
    void aStepThatEndedBecauseOfAnotherIsNotTheOneThatFailed() {
        started("a", "RUN a");
        started("b", "RUN b");
        completed("a", ",\"error\":\"exit code: 1\"");
        completed("b", ",\"error\":\"context canceled\"");

        assertThat(progress.failedStep()).hasValue("RUN a");
        assertThat(log).containsExactly("RUN a", "RUN b", "RUN a FAILED: exit code: 1");
    }

    @Test
    void onlyTheLastLinesOfAStepAreKept() {
        started("a", "RUN a");
        for (int i = 0; i < 1000; i++) {
            printed("a", 1, i + "\n");
        }
        completed("a", ",\"error\":\"no\"");

        assertThat(progress.lastLines())
                .hasSize(SolveProgress.LINES_KEPT)
                .startsWith("980")
                .endsWith("999");
        assertThat(log).hasSize(1002);
    }

    @Test
    void whatIsNoJsonIsTheErrorText() {
        progress.read("error: failed to solve: not json either {");
        progress.read("{broken");
        progress.finish();

        assertThat(progress.error()).isEqualTo("not json either {");
        assertThat(log).containsExactly("error: not json either {", "{broken");
    }

    @Test
    void withoutTheUsualPrefixAllErrorTextIsTheReason() {
        progress.read("could not connect");
        progress.read("giving up");

        assertThat(progress.error()).isEqualTo("could not connect\ngiving up");
        assertThat(progress.failedStep()).isEmpty();
        assertThat(progress.lastLines()).isEmpty();
        assertThat(progress.dockerfileLine()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: the reason",
                "failed to solve: failed to resolve source metadata for docker.io/library/x:1: the reason",
                "failed to solve: process \"/bin/sh -c echo \\\"a\\\"\\nb\" did not complete successfully: the reason"
            })
    void theReasonIsFreedFromBoilerplate(String error) {
        progress.read("error: " + error);

        assertThat(progress.error()).isEqualTo("the reason");
    }

    @Test
    void aStepOfNoDockerfileIsNotNamedAsTheFailedOne() {
        started("a", "[internal] load metadata for x");
        completed("a", ",\"error\":\"not found\"");

        assertThat(progress.failedStep()).isEmpty();
    }

    @Test
    void aLongPartOfADockerfileIsCutShort() {
        for (int i = 0; i < 10_000; i++) {
            progress.read(i + " | >>> a line of a here-document");
        }
        progress.read("error: failed to solve: no");
        progress.finish();

        assertThat(log).hasSize(31).endsWith("error: no");
    }
}
