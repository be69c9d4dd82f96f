package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.ServiceMode;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.pipeline.services.ServiceStatus;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, which do nothing. */
@EnabledOnOs(OS.LINUX)
class ServiceLifecycleTest {

    private static final ServiceName SERVICE = ServiceName.REGISTRY;

    @TempDir
    Path directory;

    private final Manager manager = new Manager();
    private final ServiceLifecycle lifecycle = new ServiceLifecycle(List.of(manager));
    private ServiceScope scope;

    @BeforeEach
    void createFleet() {
        scope = scope("");
    }

    @AfterEach
    void stop() throws InterruptedException {
        lifecycle.stop(SERVICE, directory);
    }

    private ServiceScope scope(String settings) {
        return new ServiceScope(
                directory,
                TestFleet.small(directory)
                        .with(".image-manager.yml", settings)
                        .generate()
                        .fleet()
                        .settings());
    }

    private ServiceStatus start() throws InterruptedException {
        return lifecycle.start(SERVICE, scope, note -> {});
    }

    private Path logFile() {
        return directory.resolve(".buildkit/registry/log");
    }

    private Path pidFile() {
        return directory.resolve(".buildkit/registry/pid");
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(pidFile()).split(" ")[0]);
    }

    /** A process that has ended is there until this one, its parent, took note. */
    private static void assertEnded(long pid) throws InterruptedException {
        assertThat(Polling.await(Duration.ofSeconds(5), () -> ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty()))
                .isTrue();
    }

    /** Sleeps, and answers where it is told to. */
    private static final class Manager implements ServiceManager, ServiceWay<DaemonLaunch> {

        final Set<String> answering = new HashSet<>();
        final List<String> calls = new ArrayList<>();
        Optional<String> configured = Optional.empty();
        Optional<Problem> obstacle = Optional.empty();
        List<String> command = List.of("sleep", "600");
        Daemons daemons = new Daemons();
        boolean comesUp = true;
        int stepsMissing;
        boolean refusesTaken;
        int tooLate;
        boolean runsOnWithoutItsPort;
        boolean isWithinReach = true;

        @Override
        public List<ServiceWay<?>> ways() {
            return List.of(this);
        }

        @Override
        public ServiceHost<DaemonLaunch> host() {
            return daemons;
        }

        @Override
        public ServiceName name() {
            return SERVICE;
        }

        @Override
        public Optional<String> configuredAddress(ServiceScope scope) {
            return configured;
        }

        @Override
        public String defaultAddress(ServiceScope scope) {
            return "usual";
        }

        @Override
        public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
            return "own";
        }

        @Override
        public boolean answers(String address, ServiceScope scope) {
            return answering.contains(address);
        }

        @Override
        public void complete(ServiceDirectory directory, ServiceScope scope, String address) {
            if (stepsMissing > 0) {
                calls.add("complete " + address);
                stepsMissing--;
                if (stepsMissing == 0) {
                    answering.add(address);
                }
            }
        }

        @Override
        public boolean isWithinReach(ServiceDirectory directory) {
            return isWithinReach;
        }

        @Override
        public boolean isSomebodyElses(String address, ServiceScope scope) {
            return runsOnWithoutItsPort && isTaken(address);
        }

        @Override
        public Optional<Problem> obstacle() {
            return obstacle;
        }

        @Override
        public Duration startLimit() {
            return Duration.ofMillis(300);
        }

        @Override
        public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
            calls.add("prepare, last " + lastAddress.orElse("nowhere"));
            directory.write("config", "");
            if (tooLate-- > 0) {
                return new DaemonLaunch(
                        runsOnWithoutItsPort ? command : List.of(refusesTaken ? "no such program\0" : "false"),
                        "taken",
                        false,
                        Map.of(),
                        Set.of());
            }
            if (comesUp && stepsMissing == 0) {
                answering.add("own");
            }
            return new DaemonLaunch(command, "own", false, Map.of("GIVEN", "yes"), Set.of("HOM"));
        }

        @Override
        public boolean isTaken(String address) {
            return address.equals("taken");
        }

        @Override
        public void release(ServiceDirectory directory) {
            calls.add("release");
        }
    }

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
        manager.isWithinReach = false;
        manager.stepsMissing = 1;

        assertThat(start().isRunning()).isTrue();
        assertThat(manager.calls).containsSubsequence("release", "prepare, last own", "complete own");
        assertEnded(pid);
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
    void nothingIsThere() throws InterruptedException {
        assertThat(lifecycle.find(SERVICE, scope)).isEmpty();
        assertThat(lifecycle.look(SERVICE, scope))
                .isEqualTo(new ServiceStatus(SERVICE, ServiceMode.PROCESS, State.STOPPED, "own"));
        assertThat(directory.resolve(".buildkit")).doesNotExist();
    }

    @Test
    void whatCannotBeOursIsSomebodyElsesThatDoesNotRun() throws InterruptedException {
        manager.obstacle =
                Optional.of(Problem.error("the program is not on the PATH").withHint("install it"));

        assertThat(lifecycle.look(SERVICE, scope))
                .isEqualTo(new ServiceStatus(SERVICE, ServiceMode.EXTERNAL, State.STOPPED, "usual"));
        assertThatThrownBy(() -> start())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("no registry answers at usual, and none can be started:"
                        + " the program is not on the PATH (install it)");
    }

    @Test
    void aConfiguredAddressIsTakenAtItsWord() throws InterruptedException {
        manager.configured = Optional.of("written");
        manager.answering.add("usual");

        assertThat(lifecycle.find(SERVICE, scope))
                .contains(new ServiceStatus(SERVICE, ServiceMode.EXTERNAL, State.RUNNING, "written"));
        assertThat(lifecycle.look(SERVICE, scope).state()).isEqualTo(State.STOPPED);
    }

    @Test
    void oneThatAnswersAtTheUsualAddressIsUsed() throws InterruptedException {
        manager.answering.add("usual");

        assertThat(lifecycle.find(SERVICE, scope))
                .contains(new ServiceStatus(SERVICE, ServiceMode.EXTERNAL, State.RUNNING, "usual"));
    }

    @Test
    void theConfigurationHasTheLastWord() throws InterruptedException {
        manager.answering.add("usual");
        manager.configured = Optional.of("written");

        assertThat(lifecycle.find(SERVICE, scope("services: {registry: {mode: process}}\n")))
                .isEmpty();
        manager.configured = Optional.empty();
        manager.answering.clear();
        assertThat(lifecycle.find(SERVICE, scope("services: {registry: {mode: external}}\n")))
                .contains(new ServiceStatus(SERVICE, ServiceMode.EXTERNAL, State.RUNNING, "usual"));
    }

    @Test
    void oneOfOursIsStartedFoundAndStopped() throws IOException, InterruptedException {
        ServiceStatus running = new ServiceStatus(SERVICE, ServiceMode.PROCESS, State.RUNNING, "own");

        assertThat(start()).isEqualTo(running);
        long pid = pid();
        assertThat(ProcessHandle.of(pid)).isPresent();
        manager.answering.add("usual");
        assertThat(lifecycle.find(SERVICE, scope)).as("ours goes first").contains(running);
        assertThat(start()).isEqualTo(running);
        assertThat(pid()).isEqualTo(pid);

        assertThat(lifecycle.stop(SERVICE, directory)).isTrue();
        assertEnded(pid);
        assertThat(pidFile()).doesNotExist();
        assertThat(lifecycle.stop(SERVICE, directory)).isFalse();
        manager.answering.clear();
        start();
        assertThat(manager.calls)
                .containsExactly(
                        "release", "prepare, last nowhere", "release", "release", "release", "prepare, last own");
    }

    @Test
    void theStateIsPrivateAndNotForGit() throws InterruptedException, IOException {
        start();

        Path state = directory.resolve(".buildkit");
        assertThat(Files.getPosixFilePermissions(state)).hasSize(3);
        assertThat(state.resolve(".gitignore")).hasContent("*");
        assertThat(state.resolve("services.json")).content().contains("\"registry\"", "\"own\"");
    }

    @Test
    void aDaemonIsInASessionOfItsOwnAndGetsOnlyWhatIsMeantForIt() throws InterruptedException, IOException {
        manager.command = List.of("sh", "-c", "env; ls -l /proc/self/fd; echo ready >&2; exec sleep 600");

        start();

        Path log = logFile();
        Polling.await(Duration.ofSeconds(5), () -> content(log).contains("ready"));
        assertThat(content(log))
                .contains("GIVEN=yes", "0 -> /dev/null", "1 -> " + log, "2 -> " + log)
                .doesNotContain("HOME=", "pipe:");
        String[] stat =
                Files.readString(Path.of("/proc", Long.toString(pid()), "stat")).split(" ");
        assertThat(stat[5]).as("session").isEqualTo(Long.toString(pid()));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return "";
        }
    }

    @Test
    void aDaemonThatEndsAtOnceIsShownWithItsLog() {
        manager.comesUp = false;
        manager.command = List.of("sh", "-c", "echo it went wrong; exit 1");

        assertThatThrownBy(() -> start())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(
                        "registry ended right after it was started; the end of its log:" + "\n  | it went wrong");
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
                .hasMessageContaining("registry ended right after it was started");
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

    @Test
    void aDaemonThatDoesNotWantToEndIsMadeTo() throws InterruptedException, IOException {
        manager.command = List.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
        manager.daemons = new Daemons(Duration.ofMillis(200));
        start();
        Path log = logFile();
        Polling.await(Duration.ofSeconds(5), () -> content(log).contains("ready"));
        long pid = pid();

        assertThat(lifecycle.stop(SERVICE, directory)).isTrue();
        assertEnded(pid);
    }

    @Test
    void aProcessThatOnlyHasTheSameNumberIsLeftAlone() throws IOException, InterruptedException {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            Files.createDirectories(pidFile().getParent());
            for (String pidOfTheDead : List.of(
                    other.pid() + " 12345 " + boot + "\n", other.pid() + "\n", "", "-1 0 " + boot, "nonsense")) {
                Files.writeString(pidFile(), pidOfTheDead);

                assertThat(lifecycle.find(SERVICE, scope)).isEmpty();
                assertThat(lifecycle.stop(SERVICE, directory)).isFalse();
                assertThat(pidFile()).doesNotExist();
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aRecordThatCannotBeReadIsNone() throws InterruptedException {
        TestFleet.small(directory).with(".buildkit/services.json", "{ not json");

        assertThat(lifecycle.look(SERVICE, scope).address()).isEqualTo("own");
        start();
        assertThat(manager.calls).contains("prepare, last nowhere");
    }

    @Test
    void aSocketNeedsAShortPath() {
        ServiceDirectory deep =
                StateDirectory.of(directory.resolve("d".repeat(100))).of(SERVICE);

        assertThatThrownBy(() -> deep.newSocket("socket"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is longer than the 107 bytes");
    }
}
