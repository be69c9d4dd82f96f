package dev.imagemanager.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.EnvironmentException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessRunnerTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final ProcessRunner runner = new ProcessRunner(Duration.ofMillis(300), Duration.ofMillis(300));
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());

    private int run(String script) throws InterruptedException {
        return run(shell(LONG, script));
    }

    private int run(ProcessCommand command) throws InterruptedException {
        return runner.run(command, output::add, errors::add);
    }

    private static ProcessCommand shell(Duration limit, String script) {
        return ProcessCommand.of(limit, List.of("sh", "-c", script));
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
    }

    @Test
    void inputIsRead() throws InterruptedException {
        assertThat(run(shell(LONG, "cat").withInput("one\ntwo\n"))).isZero();
        assertThat(output).containsExactly("one", "two");
    }

    @Test
    void inputNeedNotBeRead() throws InterruptedException {
        assertThat(run(shell(LONG, "exec <&-; exit 3").withInput("one\n"))).isEqualTo(3);
    }

    @Test
    void bothStreamsAndTheExitCodeAreHandedOn() throws InterruptedException {
        assertThat(run("echo out; echo err >&2; printf unfinished; exit 7")).isEqualTo(7);
        assertThat(output).containsExactly("out", "unfinished");
        assertThat(errors).containsExactly("err");
    }

    @Test
    void directoryAndEnvironmentAreSet() throws InterruptedException {
        assertThat(run(shell(LONG, "pwd; echo \"$A\"").in(directory).with("A", "ü")))
                .isZero();
        assertThat(output).containsExactly(directory.toString(), "ü");
    }

    @Test
    void standardInputIsEmpty() throws InterruptedException {
        assertThat(run("cat; echo end")).isZero();
        assertThat(output).containsExactly("end");
    }

    @Test
    void muchOnBothStreamsBlocksNothing() throws InterruptedException {
        assertThat(run("seq 200000; seq 200000 >&2")).isZero();
        assertThat(output).hasSize(200_000).endsWith("200000");
        assertThat(errors).hasSize(200_000);
    }

    @Test
    void whatOutlivesItsTimeIsStoppedWithItsChildren() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> run(shell(Duration.ofMillis(300), "sleep 600 & echo $!; wait")))
                .withMessageContaining("sh did not exit within");
        awaitEnd(Long.parseLong(output.get(0)));
    }

    @Test
    void aProgramThatRefusesToEndIsKilled() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(
                        () -> run(shell(Duration.ofMillis(300), "trap '' TERM; echo $$; while :; do sleep 1; done")));
        assertThat(isRunning(Long.parseLong(output.get(0)))).isFalse();
    }

    @Test
    void aMissingProgramIsSaidWithARemedy() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> run(ProcessCommand.of(LONG, List.of("/no/such/program"))))
                .withMessageContaining("cannot run /no/such/program")
                .withMessageContaining("put it on the PATH");
    }

    @Test
    void aConsumerThatFailsEndsTheProgram() {
        assertThatThrownBy(() -> runner.run(
                        shell(LONG, "yes"),
                        line -> {
                            throw new IllegalArgumentException("the disk is full");
                        },
                        errors::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the disk is full");
    }

    /** A daemon that a program leaves behind may keep its streams open for ever. */
    @Test
    void whatAProgramLeavesBehindIsNotWaitedFor() throws InterruptedException {
        assertThat(run(shell(LONG, "(trap '' HUP; sleep 600) & echo $!"))).isZero();
        assertThat(output).hasSize(1);
        ProcessHandle.of(Long.parseLong(output.get(0))).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** A terminal that is stopped, for example by a pager. */
    @Test
    void aSlowConsumerGetsEverything() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int exitCode = runner.run(
                shell(LONG, "seq 1000"),
                line -> {
                    if (output.isEmpty()) {
                        awaitAtMost(never, 900);
                    }
                    output.add(line);
                },
                errors::add);

        assertThat(exitCode).isZero();
        assertThat(output).hasSize(1000);
    }

    @Test
    void bytesAreHandedOnAsTheyAre() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        int exitCode = runner.runForBytes(
                shell(LONG, "printf '\\377\\000\\r\\n'; echo err >&2; cat; exit 7")
                        .withInput("end"),
                stream -> stream.transferTo(bytes),
                errors::add);

        assertThat(exitCode).isEqualTo(7);
        assertThat(bytes.toByteArray()).containsExactly(0xFF, 0, '\r', '\n', 'e', 'n', 'd');
        assertThat(errors).containsExactly("err");
    }

    @Test
    void aSlowConsumerGetsAllBytes() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CountDownLatch never = new CountDownLatch(1);

        runner.runForBytes(
                shell(LONG, "seq 1000"),
                stream -> {
                    awaitAtMost(never, 900);
                    stream.transferTo(bytes);
                },
                errors::add);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\n1000\n");
    }

    /** The program waits for a reader of its output, and nobody reads its input meanwhile. */
    @Test
    void aConsumerOfBytesThatFailsEndsTheProgram() {
        assertThatThrownBy(() -> runner.runForBytes(
                        shell(LONG, "yes; cat").withInput("1234567\n".repeat(100_000)),
                        stream -> {
                            throw new IllegalArgumentException("the disk is full");
                        },
                        errors::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the disk is full");
    }

    @Test
    void aConsumerOfBytesHasTheTimeOfTheProgram() {
        CountDownLatch never = new CountDownLatch(1);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> runner.runForBytes(
                        shell(Duration.ofMillis(300), "echo 1"),
                        stream -> assertThatExceptionOfType(InterruptedException.class)
                                .isThrownBy(never::await),
                        errors::add))
                .withMessageContaining("sh did not exit within");
    }

    private static void awaitAtMost(CountDownLatch latch, int milliseconds) {
        try {
            assertThat(latch.await(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptionEndsTheProgramAndItsChildren() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> running = thread.submit(() -> runner.run(
                    shell(LONG, "sleep 600 & echo $!; wait"),
                    line -> {
                        output.add(line);
                        begun.countDown();
                    },
                    errors::add));
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            thread.shutdownNow();

            assertThatThrownBy(running::get).hasCauseInstanceOf(InterruptedException.class);
            awaitEnd(Long.parseLong(output.get(0)));
        } finally {
            thread.shutdownNow();
        }
    }
}
