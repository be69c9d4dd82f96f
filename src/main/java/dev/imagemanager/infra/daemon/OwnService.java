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
 * A fleet's own service in one mode. Finds it at its recorded address, or starts it.
 *
 * @param <L> the settings that its host starts it with
 */
final class OwnService<L extends ServiceLaunch> {

    private static final int ATTEMPTS = 5;

    /** The messages for EADDRINUSE of Go, Rust and the C library, and that of the Docker daemon. */
    private static final List<String> PORT_IN_USE = List.of("address already in use", "port is already allocated");

    private final ServiceManager manager;
    private final ServiceWay<L> way;
    private final ServiceHost<L> host;
    private final ServiceScope scope;
    private final ServiceDirectory directory;
    private final ServiceRecords records;

    OwnService(ServiceManager manager, ServiceWay<L> way, ServiceScope scope, StateDirectory state) {
        this.manager = manager;
        this.way = way;
        this.host = way.host();
        this.scope = scope;
        this.directory = state.of(manager.name());
        this.records = new ServiceRecords(state);
    }

    /** Returns the address of its last run, or the address that it would get. */
    String likelyAddress() {
        return lastAddress().orElseGet(() -> way.ownAddress(directory, scope));
    }

    private Optional<String> lastAddress() {
        return records.address(manager.name(), way.mode());
    }

    /** Returns the address of its last run if a service that still runs can be used as it was started. */
    private Optional<String> currentAddress() {
        return lastAddress().filter(address -> way.isCurrent(directory, scope, address));
    }

    /** Returns its address if it responds. A running service that does not respond may still be starting. */
    Optional<String> address() throws InterruptedException {
        if (!host.isRunning(directory)) {
            return Optional.empty();
        }
        Optional<String> recorded = currentAddress();
        return recorded.isPresent() && manager.ownAnswers(recorded.get(), scope) ? recorded : Optional.empty();
    }

    /** Returns its address like {@link #address}, but waits for a service that is still starting. */
    Optional<String> awaitAddress() throws InterruptedException {
        return host.isRunning(directory)
                        && currentAddress().isPresent()
                        && manager.isRecoverable(directory)
                        && Polling.await(manager.startLimit(), () -> hasEnded() || isCompleted())
                ? address()
                : Optional.empty();
    }

    /** Returns whether it has exited, or another program has its port. */
    private boolean hasEnded() throws InterruptedException {
        Optional<String> address = lastAddress();
        return !host.isRunning(directory) || address.isPresent() && manager.isOccupied(address.get(), scope);
    }

    private boolean isCompleted() throws InterruptedException {
        Optional<String> address = lastAddress();
        return address.isPresent() && isCompleted(address.get());
    }

    private boolean isCompleted(String address) throws InterruptedException {
        manager.complete(directory, scope, address);
        return manager.ownAnswers(address, scope);
    }

    /**
     * Starts the service, which must not be running.
     *
     * @return its address
     * @throws EnvironmentException if it does not start; everything that was created is removed
     * @throws InterruptedException if the calling thread is interrupted; everything that was created is removed
     */
    String start(Consumer<Problem> notes) throws InterruptedException {
        for (int attempt = 1; true; attempt++) {
            Optional<String> address = attempt(notes, attempt == ATTEMPTS);
            if (address.isPresent()) {
                return address.get();
            }
        }
    }

    /** @return the address; empty if another program took the port first, and another attempt may succeed */
    private Optional<String> attempt(Consumer<Problem> notes, boolean isLast) throws InterruptedException {
        boolean isReady = false;
        try {
            L launch = way.prepare(directory, scope, lastAddress());
            records.put(manager.name(), way.mode(), launch.address());
            try {
                host.start(directory, launch, notes);
            } catch (EnvironmentException refused) {
                if (!isLast && (way.isTaken(launch.address()) || reportsPortInUse(refused.getMessage()))) {
                    return Optional.empty();
                }
                throw refused;
            }
            boolean answers =
                    Polling.await(manager.startLimit(), () -> hasFailed(launch) || isCompleted(launch.address()))
                            && !hasFailed(launch);
            // A service that answers at once is stopped too.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            isReady = answers;
            if (isReady) {
                return Optional.of(launch.address());
            }
            if (!isLast && hasFailed(launch) && (way.isTaken(launch.address()) || logReportsPortInUse())) {
                return Optional.empty();
            }
            throw notReady();
        } finally {
            if (!isReady) {
                cleanUp();
            }
        }
    }

    /** Returns whether its log reports a port in use, even if the port is free again. */
    private boolean logReportsPortInUse() {
        return host.lastLogLines(directory).stream().anyMatch(OwnService::reportsPortInUse);
    }

    private static boolean reportsPortInUse(String message) {
        String lowerCase = message.toLowerCase(Locale.ROOT);
        return PORT_IN_USE.stream().anyMatch(lowerCase::contains);
    }

    /** Returns whether it has exited, or another program listens on its port. */
    private boolean hasFailed(L launch) throws InterruptedException {
        return !host.isRunning(directory) || manager.isOccupied(launch.address(), scope);
    }

    /** Runs to the end even if the thread was interrupted. */
    private void cleanUp() throws InterruptedException {
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
                : "exited immediately after it was started";
        String log = host.lastLogLines(directory).stream()
                .map(line -> "\n  | " + line)
                .collect(Collectors.joining());
        return new EnvironmentException(
                Problem.error(manager.name() + " " + reason + "; the last lines of its log:" + log)
                        .withHint("the full log is in " + directory.log()));
    }
}
