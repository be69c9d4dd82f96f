package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How one of ours is started, found while it is on its way, and given up. */
class OwnServiceTest extends ServiceFleet {

    @Test
    void oneThatIsUpMayNeedSomethingBeforeItAnswers() throws InterruptedException {
        manager.stepsMissing = 2;

        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).containsSubsequence("complete own", "complete own");
    }

    @Test
    void whatARunningOneLostIsMadeAnew() throws InterruptedException, IOException {
        start();
        long pid = pid();
        manager.answering.clear();
        manager.stepsMissing = 1;

        assertThat(lifecycle.find(SERVICE, scope)).isEmpty();
        assertThat(start().isRunning()).isTrue();
        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void aRunningOneThatCannotBeReachedAnyMoreIsStartedAnewAtOnce() throws InterruptedException, IOException {
        start();
        long pid = pid();
        manager.answering.clear();
        manager.isRecoverable = false;
        manager.stepsMissing = 1;

        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).containsSubsequence("release", "prepare, last own", "complete own");
        assertEnded(pid);
    }

    @Test
    void aRunningOneThatWasStartedInAnotherWayIsReplacedThoughItAnswers() throws InterruptedException, IOException {
        start();
        long pid = pid();
        manager.isCurrent = false;

        assertThat(lifecycle.find(SERVICE, scope)).isEmpty();
        manager.calls.clear();
        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).containsSubsequence("release", "prepare, last own");
        assertEnded(pid);
    }

    @Test
    void oneThatAnswersAtOnceIsStoppedTooIfItsStartIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::start).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(pidFile()).doesNotExist();
        assertThat(manager.calls).endsWith("release");
    }

    @Test
    void aRunningOneWhoseAddressWasLostIsStartedAnewAtOnce() throws InterruptedException, IOException {
        start();
        long pid = pid();
        Files.write(directory.resolve(".buildkit/services.json"), new byte[] {(byte) 0xFF});

        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).last().isEqualTo("prepare, last nowhere");
        assertEnded(pid);
    }

    @Test
    void aDaemonThatEndsAtOnceIsShownWithItsLog() {
        manager.comesUp = false;
        manager.command = List.of("sh", "-c", "echo it went wrong; exit 1");

        assertThatThrownBy(() -> start())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("registry exited immediately after it was started; the last lines of its log:"
                        + "\n  | it went wrong");
        assertThat(pidFile()).doesNotExist();
        assertThat(manager.calls).last().isEqualTo("release");
    }

    @Test
    void whoComesTooLateForAnAddressTriesAnother() throws InterruptedException {
        manager.tooLate = 2;

        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).filteredOn(call -> call.startsWith("prepare")).hasSize(3);
    }

    @Test
    void whoMeetsATakenPortThatIsFreeAgainTriesAnew() throws InterruptedException {
        manager.portsMet = 2;

        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).filteredOn(call -> call.startsWith("prepare")).hasSize(3);
    }

    @Test
    void aHostThatRefusesATakenAddressIsAskedForAnother() throws InterruptedException {
        manager.tooLate = 2;
        manager.command = List.of("sleep", "600");
        manager.refusesTaken = true;

        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).filteredOn(call -> call.startsWith("prepare")).hasSize(3);
    }

    @Test
    void oneThatRunsOnWhileSomebodyElseAnswersIsStartedElsewhere() throws InterruptedException, IOException {
        manager.tooLate = 1;
        manager.runsOnWithoutItsPort = true;

        assertThat(start().address()).isEqualTo("own");
        assertThat(manager.calls).containsSubsequence("prepare, last nowhere", "release", "prepare, last taken");
    }

    @Test
    void whoAlwaysComesTooLateGivesUp() {
        manager.tooLate = 100;

        assertThatThrownBy(() -> start())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("registry exited immediately after it was started");
    }

    @Test
    void aDaemonThatNeverAnswersIsStoppedAgain() throws IOException, InterruptedException {
        manager.comesUp = false;
        manager.command = List.of("sh", "-c", "echo $$ > ../../pid; exec sleep 600");

        assertThatThrownBy(() -> start())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("registry did not answer within");
        assertEnded(Long.parseLong(Files.readString(directory.resolve("pid")).strip()));
    }

    @Test
    void anInterruptedStartLeavesNothing() {
        manager.comesUp = false;
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> start()).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(pidFile()).doesNotExist();
    }
}
