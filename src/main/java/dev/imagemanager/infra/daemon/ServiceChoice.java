package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the configuration and this machine leave of the ways to come by a service. */
record ServiceChoice(ServiceManager manager, ServiceScope scope) {

    private Optional<ServiceMode> forced() {
        return scope.settings().services().mode(manager.name());
    }

    boolean isForced() {
        return forced().isPresent();
    }

    /** Where somebody else's service is, as far as somebody said that it is to be used. */
    Optional<String> givenAddress() {
        if (forced().filter(mode -> mode != ServiceMode.EXTERNAL).isPresent()) {
            return Optional.empty();
        }
        Optional<String> configured = manager.configuredAddress(scope);
        return configured.isEmpty() && isForced() ? Optional.of(manager.defaultAddress(scope)) : configured;
    }

    /** Those that the configuration leaves. */
    List<ServiceWay<?>> ways() {
        Optional<ServiceMode> mode = forced();
        return manager.ways().stream()
                .filter(way -> mode.isEmpty() || mode.get() == way.mode())
                .toList();
    }

    /** The first that can be gone here. */
    Optional<ServiceWay<?>> passableWay() {
        return ways().stream()
                .filter(way -> way.obstacle(directory()).isEmpty())
                .findFirst();
    }

    /** Why none of them can be gone. */
    Problem obstacle() {
        Map<ServiceMode, Problem> obstacles = new EnumMap<>(ServiceMode.class);
        ways().forEach(way -> way.obstacle(directory()).ifPresent(obstacle -> obstacles.put(way.mode(), obstacle)));
        String reasons = obstacles.size() == 1
                ? obstacles.values().iterator().next().message()
                : obstacles.entrySet().stream()
                        .map(obstacle -> "as a " + obstacle.getKey() + ", "
                                + obstacle.getValue().message())
                        .collect(Collectors.joining("; "));
        Problem problem = Problem.error(whatWasTried() + ", and none can be started: " + reasons);
        String hints = obstacles.values().stream()
                .flatMap(obstacle -> obstacle.hint().stream())
                .collect(Collectors.joining("; or "));
        return hints.isEmpty() ? problem : problem.withHint(hints);
    }

    private ServiceDirectory directory() {
        return StateDirectory.of(scope.directory()).of(manager.name());
    }

    private String whatWasTried() {
        if (isForced()) {
            return manager.name() + " is to run as a " + forced().get();
        }
        return manager.sharesDefault()
                ? "no " + manager.name() + " answers at " + manager.defaultAddress(scope)
                : manager.name() + " does not run";
    }
}
