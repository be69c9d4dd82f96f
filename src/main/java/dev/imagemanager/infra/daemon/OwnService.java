package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One of our services, run in one way: found where it is on record, or started.
 *
 * @param <L> what its host starts
 */
final class OwnService<L extends ServiceLaunch> {

    private static final int ATTEMPTS = 5;

    /** The text of EADDRINUSE, as Go, Rust and the C library write it, and what the Docker daemon says itself. */
    private static final List<String> TAKEN_PORT = List.of("address already in use", "port is already allocated");

    private final ServiceManager manager;
    private final ServiceWay<L> way;
    private final ServiceHost<L> host;
    private final ServiceScope scope;
    private final ServiceDirectory directory;
    private final ServiceRecords records;

    OwnService(ServiceManager manager, ServiceWay<L> way, ServiceScope scope) {
        StateDirectory state = StateDirectory.of(scope.directory());
        this.manager = manager;
        this.way = way;
        this.host = way.host();
        this.scope = scope;
        this.directory = state.of(manager.name());
        this.records = new ServiceRecords(state);
    }

    /** Where it was last, or would be. */
    String likelyAddress() {
        return lastAddress().orElseGet(() -> way.ownAddress(directory, scope));
    }

    private Optional<String> lastAddress() {
        return records.address(manager.name(), way.mode());
    }

    /** Where it answers. One that runs but does not answer may still be on its way. */
    Optional<String> address() throws InterruptedException {
        if (!host.isRunning(directory)) {
            return Optional.empty();
        }
        Optional<String> recorded = lastAddress();
        return recorded.isPresent() && manager.answers(recorded.get(), scope) ? recorded : Optional.empty();
    }

    /** The same, and waits for one that is on its way. */
    Optional<String> awaitAddress() throws InterruptedException {
        return host.isRunning(directory)
                        && lastAddress().isPresent()
                        && manager.isWithinReach(directory)
                        && Polling.await(manager.startLimit(), () -> !host.isRunning(directory) || isCompleted())
                ? address()
                : Optional.empty();
    }

    private boolean isCompleted() throws InterruptedException {
        Optional<String> address = lastAddress();
        return address.isPresent() && isCompleted(address.get());
    }

    private boolean isCompleted(String address) throws InterruptedException {
        manager.complete(directory, scope, address);
        return manager.answers(address, scope);
    }

    /**
     * Starts it; none runs.
     *
     * @return where it is
     * @throws EnvironmentException if it does not come up; nothing is left of it
     * @throws InterruptedException if the work was to end; nothing is left of it
     */
    String start(Consumer<Problem> notes) throws InterruptedException {
        for (int attempt = 1; true; attempt++) {
            Optional<String> address = attempt(notes, attempt == ATTEMPTS);
            if (address.isPresent()) {
                return address.get();
            }
        }
    }

    /** @return where the service is; empty if somebody else was faster to get there, and it is worth another attempt */
    private Optional<String> attempt(Consumer<Problem> notes, boolean isLast) throws InterruptedException {
        boolean isReady = false;
        try {
            L launch = way.prepare(directory, scope, lastAddress());
            records.put(manager.name(), way.mode(), launch.address());
            try {
                host.start(directory, launch, notes);
            } catch (EnvironmentException refused) {
                if (!isLast && (way.isTaken(launch.address()) || isAboutTakenPort(refused.getMessage()))) {
                    return Optional.empty();
                }
                throw refused;
            }
            isReady = Polling.await(manager.startLimit(), () -> hasLost(launch) || isCompleted(launch.address()))
                    && !hasLost(launch);
            if (isReady) {
                return Optional.of(launch.address());
            }
            if (!isLast && hasLost(launch) && (way.isTaken(launch.address()) || hasMetTakenPort())) {
                return Optional.empty();
            }
            throw notReady();
        } finally {
            if (!isReady) {
                takeBack();
            }
        }
    }

    /** Whether one of its ports was taken when it started, though it may be free again. */
    private boolean hasMetTakenPort() {
        return host.lastLogLines(directory).stream().anyMatch(OwnService::isAboutTakenPort);
    }

    private static boolean isAboutTakenPort(String message) {
        String lowerCase = message.toLowerCase(Locale.ROOT);
        return TAKEN_PORT.stream().anyMatch(lowerCase::contains);
    }

    /** Whether it will never answer where it was started. */
    private boolean hasLost(L launch) throws InterruptedException {
        return !host.isRunning(directory) || manager.isSomebodyElses(launch.address(), scope);
    }

    /** Has to be done even when the work is to end. */
    private void takeBack() throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        host.stop(directory);
        way.release(directory);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private EnvironmentException notReady() {
        String reason = host.isRunning(directory)
                ? "did not answer within " + manager.startLimit().toSeconds() + " seconds"
                : "ended right after it was started";
        String log = host.lastLogLines(directory).stream()
                .map(line -> "\n  | " + line)
                .collect(Collectors.joining());
        return new EnvironmentException(Problem.error(manager.name() + " " + reason + "; the end of its log:" + log)
                .withHint("the full log is in " + directory.log()));
    }
}
