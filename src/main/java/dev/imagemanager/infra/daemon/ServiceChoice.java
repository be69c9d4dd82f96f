package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The ways to provide a service that the configuration and this machine allow.
 *
 * @param isForContainer whether a container with a network of its own connects to the service: it does not reach what listens
 *     on the loopback interface of this machine. What is configured is used nevertheless.
 */
record ServiceChoice(ServiceManager manager, ServiceScope scope, StateDirectory state, boolean isForContainer) {

    ServiceChoice(ServiceManager manager, ServiceScope scope, StateDirectory state) {
        this(manager, scope, state, false);
    }

    ServiceChoice forContainer(boolean isContainer) {
        return new ServiceChoice(manager, scope, state, isContainer);
    }

    private Optional<ServiceMode> forced() {
        return scope.settings().services().mode(manager.name());
    }

    boolean isForced() {
        return forced().isPresent();
    }

    /**
     * Returns the address of the external service that the configuration selects; empty if it does not select one.
     *
     * @throws EnvironmentException if it selects the one at the default address, which must not be used
     */
    Optional<String> externalAddress() {
        if (forced().filter(mode -> mode != ServiceMode.EXTERNAL).isPresent()) {
            return Optional.empty();
        }
        Optional<String> configured = manager.configuredAddress(scope);
        if (configured.isPresent() || !isForced()) {
            return configured;
        }
        manager.objectionToDefault(scope).ifPresent(objection -> {
            throw new EnvironmentException(objection);
        });
        return Optional.of(manager.defaultAddress(scope));
    }

    /**
     * Returns whether a service at the default address, which is on this machine, is used. What a fleet that is not trusted
     * does stays in its own.
     */
    boolean sharesDefault() {
        return manager.sharesDefault() && scope.settings().isTrusted() && !isForContainer;
    }

    /** Returns the ways that the configuration allows, and in which the service can be reached. */
    List<ServiceWay<?>> ways() {
        Optional<ServiceMode> mode =
                forced().or(() -> isForContainer ? Optional.of(ServiceMode.CONTAINER) : Optional.empty());
        return manager.ways().stream()
                .filter(way -> mode.isEmpty() || mode.get() == way.mode())
                .toList();
    }

    /** Returns the first way that works on this machine. */
    Optional<ServiceWay<?>> usableWay() {
        return ways().stream()
                .filter(way -> way.obstacle(directory()).isEmpty())
                .findFirst();
    }

    /** Returns the mode in which the fleet's own service runs, or else would be started; empty if it cannot be. */
    Optional<ServiceMode> likelyMode() {
        return ways().stream()
                .filter(way -> way.host().isRunning(directory()))
                .findFirst()
                .or(this::usableWay)
                .map(ServiceWay::mode);
    }

    /** Returns why no way works on this machine. */
    Problem obstacle() {
        Map<ServiceMode, Problem> obstacles = new EnumMap<>(ServiceMode.class);
        ways().forEach(way -> way.obstacle(directory()).ifPresent(obstacle -> obstacles.put(way.mode(), obstacle)));
        String reasons = obstacles.size() == 1
                ? obstacles.values().iterator().next().message()
                : obstacles.entrySet().stream()
                        .map(obstacle -> "as a " + obstacle.getKey() + ", "
                                + obstacle.getValue().message())
                        .collect(Collectors.joining("; "));
        Problem problem = Problem.error(situation() + " and cannot be started: " + reasons);
        String hints = obstacles.values().stream()
                .flatMap(obstacle -> obstacle.hint().stream())
                .collect(Collectors.joining("; or "));
        return hints.isEmpty() ? problem : problem.withHint(hints);
    }

    private ServiceDirectory directory() {
        return state.of(manager.name());
    }

    private String situation() {
        if (isForced()) {
            return manager.name() + " is configured to run as a " + forced().get();
        }
        return sharesDefault()
                ? manager.name() + " does not answer at " + manager.defaultAddress(scope)
                : manager.name() + " is not running";
    }
}
