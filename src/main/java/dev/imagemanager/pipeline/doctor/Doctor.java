package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.services.ServiceLocator;
import dev.imagemanager.pipeline.services.Whereabouts;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs all checks in parallel. A check that hangs or fails does not affect the others. */
@ApplicationScoped
public final class Doctor {

    private static final Logger LOG = Logger.getLogger(Doctor.class);

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    private final ConfigLoader configLoader;
    private final ServiceLocator services;
    private final List<HealthCheck> checks;
    private final Duration timeLimit;

    @Inject
    public Doctor(ConfigLoader configLoader, ServiceLocator services, Instance<HealthCheck> checks) {
        this(configLoader, services, checks.stream().toList(), TIME_LIMIT);
    }

    Doctor(ConfigLoader configLoader, ServiceLocator services, Collection<HealthCheck> checks, Duration timeLimit) {
        this.configLoader = configLoader;
        this.services = services;
        this.checks = checks.stream()
                .sorted(Comparator.comparing(HealthCheck::area)
                        .thenComparing(HealthCheck::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
        this.timeLimit = timeLimit;
    }

    /**
     * @param directory of the settings; need not contain a fleet
     * @throws dev.imagemanager.problem.InputException if it does not exist
     * @return the findings by area; invalid settings are a finding, and the defaults are checked then
     */
    public List<Finding> examine(Path directory) throws InterruptedException {
        Path fleetDirectory = ExistingDirectory.require(directory);
        Problems problems = new Problems();
        FleetConfig written = configLoader.loadSettingsOf(fleetDirectory, problems);
        FleetSettings settings =
                problems.hasErrors() ? SettingsResolver.defaults() : SettingsResolver.resolve(written, fleetDirectory);
        List<Finding> findings = new ArrayList<>();
        try {
            Whereabouts found = services.locate(fleetDirectory, settings);
            findings.addAll(examine(new Subject(fleetDirectory, settings, found), checks));
        } catch (EnvironmentException unreadable) {
            unreadable.problems().forEach(problem -> findings.add(failed("services", problem)));
            List<HealthCheck> others = checks.stream()
                    .filter(check -> check.area() != HealthCheck.Area.SERVICES)
                    .toList();
            findings.addAll(examine(new Subject(fleetDirectory, settings), others));
        }
        problems.errors().forEach(problem -> findings.add(failed("settings", problem)));
        return findings;
    }

    private List<Finding> examine(Subject subject, List<HealthCheck> examined) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, examined.size()), task -> {
            Thread thread = new Thread(task, "check");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<List<Finding>>> answers = threads.invokeAll(
                    examined.stream()
                            .map(check -> (Callable<List<Finding>>) () -> check.examine(subject))
                            .toList(),
                    timeLimit.toMillis(),
                    TimeUnit.MILLISECONDS);
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < examined.size(); i++) {
                findings.addAll(answer(examined.get(i), answers.get(i)));
            }
            return findings;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Finding> answer(HealthCheck check, Future<List<Finding>> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException tooSlow) {
            return List.of(Finding.failed(
                    check.name(),
                    "no response within " + timeLimit.toSeconds() + " seconds",
                    "check whether it hangs; a firewall that drops packets is a frequent cause"));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ImageManagerException expected) {
                return expected.problems().stream()
                        .map(problem -> failed(check.name(), problem))
                        .toList();
            }
            LOG.debugf(failure, "the check of %s failed", check.name());
            return List.of(Finding.failed(
                    check.name(),
                    "internal error: " + FailureReason.ofRoot(failure),
                    "please report this with the output of --verbose"));
        }
    }

    private static Finding failed(String subject, Problem problem) {
        String place = problem.location().map(location -> location + ": ").orElse("");
        return new Finding(subject, Finding.Verdict.FAILED, place + problem.message(), problem.hint());
    }
}
