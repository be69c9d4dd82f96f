package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceStatus;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.seal.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With real processes, which do nothing. */
class ServiceLifecycleTest extends ServiceFleet {

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
                .hasMessageContaining("registry does not answer at usual and cannot be started:"
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
    void theConfigurationDoesNotSelectWhatItMustNot() throws InterruptedException {
        manager.objection = Optional.of(Problem.error("not this one"));

        assertThatThrownBy(() -> lifecycle.find(SERVICE, scope("services: {registry: {mode: external}}\n")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("not this one");
        manager.configured = Optional.of("configured");
        assertThat(lifecycle.find(SERVICE, scope("services: {registry: {mode: external}}\n")))
                .hasValueSatisfying(found -> assertThat(found.address()).isEqualTo("configured"));
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

    /** Another command may use the service for a fleet that is not trusted. */
    @Test
    void limitsAreSetByUseNotByLooking() throws InterruptedException {
        start();
        assertThat(manager.timesLimited).isEqualTo(1);

        assertThat(lifecycle.look(SERVICE, scope).isRunning()).isTrue();
        assertThat(manager.timesLimited).isEqualTo(1);

        assertThat(lifecycle.find(SERVICE, scope)).isPresent();
        assertThat(manager.timesLimited).isEqualTo(2);
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
                .doesNotContain("pipe:")
                .containsPattern("(?m)^PATH=")
                .doesNotContainPattern(
                        "(?m)^(?!(PATH|HOME|USER|LOGNAME|SHELL|PWD|SHLVL|_|OLDPWD|LANG|LANGUAGE|LC_\\w+|TZ|TMPDIR"
                                + "|XDG_\\w+|SSL_CERT_\\w+|\\w+_PROXY|\\w+_proxy|GIVEN|IMAGE_MANAGER_SERVICE_OF)=)[A-Za-z_]\\w*=");
        String[] stat =
                Files.readString(Path.of("/proc", Long.toString(pid()), "stat")).split(" ");
        assertThat(stat[5]).as("session").isEqualTo(Long.toString(pid()));
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
            TestSeals.states().create(directory);
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
        TestSeals.states().create(directory);
        TestFleet.small(directory).with(".buildkit/services.json", "{ not json");

        assertThat(lifecycle.look(SERVICE, scope).address()).isEqualTo("own");
        start();
        assertThat(manager.calls).contains("prepare, last nowhere");
    }

    @Test
    void stateThatWasNotCreatedHereIsMovedAsideAndItsServicesAreStopped() throws InterruptedException, IOException {
        assertThat(lifecycle.setAside(directory)).isEmpty();
        start();
        assertThat(lifecycle.setAside(directory)).isEmpty();
        long pid = pid();
        Files.delete(directory.resolve(".buildkit/seal"));
        Files.writeString(pidFile(), "1 2 3");

        assertThatThrownBy(() -> lifecycle.find(SERVICE, scope)).isInstanceOf(EnvironmentException.class);
        assertThatThrownBy(this::start).isInstanceOf(EnvironmentException.class);
        assertThatThrownBy(() -> lifecycle.stop(SERVICE, directory)).isInstanceOf(EnvironmentException.class);
        assertThat(lifecycle.setAside(directory).orElseThrow().message())
                .matches(".*/\\.buildkit was moved to \\.buildkit\\.foreign-[0-9-]+: it was not created here by this"
                        + " user; the services that ran on it were stopped");

        assertEnded(pid);
        assertThat(lifecycle.wasUsed(directory)).isFalse();
        assertThat(lifecycle.find(SERVICE, scope)).isEmpty();
        start();
        assertThat(pid()).isNotEqualTo(pid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "a#b", "why?", "a\nb", "a\tb"})
    void socketsOfFleetsWithSpecialCharactersAreElsewhere(String name) throws IOException {
        UserState user = new UserState(new FakeEnvironment()
                .with(UserState.KEY_VARIABLE, "of all the tests".repeat(3))
                .with("XDG_STATE_HOME", directory.toString()));
        ServiceDirectory odd = new StateDirectories(user)
                .create(Files.createDirectory(directory.resolve(name)))
                .of(SERVICE);

        assertThat(odd.socket("socket").toString()).startsWith(directory.toRealPath() + "/image-manager/sockets/");
        assertThat(odd.obstacleTo("socket")).isEmpty();
        assertThat(TestSeals.states()
                        .of(directory.resolve(name))
                        .of(SERVICE)
                        .obstacleTo("socket")
                        .map(Problem::message)
                        .orElseThrow())
                .contains("has one of the characters %, # and ?, or a control character");
    }

    @Test
    void servicesOfAFleetThatWasMovedAreStoppedAtItsFormerPlaceToo() throws InterruptedException, IOException {
        start();
        String id = TestSeals.states().at(directory).id();
        Path fleet = Files.createDirectory(directory.resolve("moved"));
        Files.move(directory.resolve(".buildkit"), fleet.resolve(".buildkit"));
        manager.released.clear();

        assertThat(lifecycle.setAside(fleet).orElseThrow().message())
                .matches(".*/moved/\\.buildkit was moved to \\.buildkit\\.foreign-[0-9-]+: it was moved here from "
                        + directory.toRealPath() + "; the services that ran on it were stopped");

        assertThat(manager.released)
                .containsExactly(TestSeals.states().at(fleet).id(), id);
    }

    @Test
    void socketsOfDeepFleetsHaveAShortPath() throws IOException {
        UserState user = new UserState(new FakeEnvironment()
                .with(UserState.KEY_VARIABLE, "of all the tests".repeat(3))
                .with("XDG_STATE_HOME", directory.toString()));
        Path fleet = Files.createDirectories(directory.resolve("d".repeat(100)));
        ServiceDirectory deep = new StateDirectories(user).create(fleet).of(SERVICE);
        ServiceSocket socket = new ServiceSocket("socket");

        String address = socket.claim(deep, scope, Optional.empty());

        Path file = Path.of(address.substring("unix://".length()));
        assertThat(file.getParent().getParent().getParent())
                .isEqualTo(directory.toRealPath().resolve("image-manager/sockets"));
        assertThat(Files.createFile(file)).exists();
        assertThat(socket.obstacle(deep)).isEmpty();
        socket.release(deep);
        assertThat(file).doesNotExist();
        assertThat(deep.remove()).isFalse();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void aSocketNeedsAShortPath() {
        ServiceDirectory deep =
                TestSeals.states().of(directory.resolve("d".repeat(100))).of(SERVICE);

        assertThat(deep.obstacleTo("socket").map(Problem::message).orElseThrow())
                .contains("is longer than the 104 bytes");
        assertThat(TestSeals.states().of(Path.of("/fleet")).of(SERVICE).obstacleTo("socket"))
                .isEmpty();
    }
}
