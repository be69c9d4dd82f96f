package dev.imagemanager.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.pipeline.doctor.Finding.Verdict;
import dev.imagemanager.pipeline.doctor.HealthCheck.Area;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.services.FakeServices;
import dev.imagemanager.pipeline.services.ServiceLocator;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir
    Path directory;

    private final List<HealthCheck> checks = new ArrayList<>();

    private interface Examination {
        List<Finding> of(Subject subject) throws Exception;
    }

    private record Check(Area area, String name, Examination examination) implements HealthCheck {
        @Override
        public List<Finding> examine(Subject subject) throws InterruptedException {
            try {
                return examination.of(subject);
            } catch (InterruptedException | RuntimeException failure) {
                throw failure;
            } catch (Exception unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
    }

    private void check(Area area, String name, Examination examination) {
        checks.add(new Check(area, name, examination));
    }

    private List<Finding> examine() throws InterruptedException {
        return examine(Duration.ofMinutes(1));
    }

    private List<Finding> examine(Duration timeLimit) throws InterruptedException {
        return examine(timeLimit, FakeServices.locator(new TestFleet(directory).loader()));
    }

    private List<Finding> examine(Duration timeLimit, ServiceLocator services) throws InterruptedException {
        return new Doctor(new TestFleet(directory).loader(), services, checks, timeLimit).examine(directory);
    }

    @Test
    void aStateThatCannotBeReadIsAFindingAndTheRestIsLookedAt() throws InterruptedException {
        check(Area.SERVICES, "registry", subject -> List.of(Finding.ok("registry", "")));
        check(Area.TOOLS, "tools", subject -> List.of(Finding.ok("tools", "")));

        ServiceLocator unreadable = FakeServices.locator(
                new TestFleet(directory).loader(),
                new EnvironmentException(Problem.error("cannot read .buildkit").withHint("check its permissions")));

        assertThat(examine(Duration.ofMinutes(1), unreadable))
                .containsExactly(
                        Finding.failed("services", "cannot read .buildkit", "check its permissions"),
                        Finding.ok("tools", ""));
    }

    @Test
    void findingsStandByAreaWhateverTheOrderOfChecks() throws InterruptedException {
        check(Area.SETTINGS, "d", subject -> List.of(Finding.ok("d", "")));
        check(Area.TOOLS, "c", subject -> List.of(Finding.ok("c", ""), Finding.ok("a", "")));
        check(Area.SERVICES, "b", subject -> List.of(Finding.ok("b", "")));

        assertThat(examine()).extracting(Finding::subject).containsExactly("b", "c", "a", "d");
    }

    @Test
    void checksRunAtTheSameTime() throws InterruptedException {
        CyclicBarrier both = new CyclicBarrier(2);
        for (String name : List.of("a", "b")) {
            check(Area.TOOLS, name, subject -> {
                both.await();
                return List.of(Finding.ok(name, ""));
            });
        }

        assertThat(examine()).extracting(Finding::verdict).containsOnly(Verdict.OK);
    }

    @Test
    void aCheckThatHangsHoldsUpNothing() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        check(Area.SERVICES, "daemon", subject -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException end) {
                interrupted.countDown();
                throw end;
            }
            return List.of();
        });

        List<Finding> findings;
        do {
            // On a busy machine the time may be over before the check's thread runs.
            findings = examine(Duration.ofMillis(50));
        } while (started.getCount() > 0);

        assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.FAILED);
        assertThat(findings.get(0).message()).startsWith("no response within");
        interrupted.await();
    }

    @Test
    void aProblemIsAFailureWithItsRemedy() throws InterruptedException {
        check(Area.SERVICES, "daemon", subject -> {
            throw new EnvironmentException(Problem.error("nobody answers").withHint("start it"));
        });

        assertThat(examine()).containsExactly(Finding.failed("daemon", "nobody answers", "start it"));
    }

    @Test
    void anInternalErrorOfOneCheckLosesNoOther() throws InterruptedException {
        check(Area.SERVICES, "daemon", subject -> {
            throw new IllegalArgumentException("oops");
        });

        assertThat(examine()).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Finding.Verdict.FAILED);
            assertThat(finding.toString()).contains("daemon", "internal error: oops");
        });
    }

    @Test
    void theSettingsOfTheDirectoryCount() throws InterruptedException {
        new TestFleet(directory).with(".image-manager.yml", "build_registry: registry.example:5000\n");
        check(
                Area.SERVICES,
                "registry",
                subject -> List.of(Finding.ok(
                        "registry",
                        subject.settings().buildRegistry().orElseThrow().host())));

        assertThat(examine()).extracting(Finding::message).containsExactly("registry.example:5000");
    }

    @Test
    void settingsWithMistakesAreAFindingAndTheDefaultsAreLookedAt() throws InterruptedException {
        new TestFleet(directory).with(".image-manager.yml", "build_registry: https://no registry\n");
        check(
                Area.SERVICES,
                "registry",
                subject -> List.of(Finding.ok(
                        "registry",
                        subject.settings().buildRegistry().orElseThrow().host())));

        List<Finding> findings = examine();

        assertThat(findings).extracting(Finding::subject).containsExactly("registry", "settings");
        assertThat(findings.get(0).message()).isEqualTo("localhost:5050");
        assertThat(findings.get(1).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(findings.get(1).message())
                .startsWith(".image-manager.yml:1:17: 'build_registry' is not a valid address: it has a scheme");
    }
}
