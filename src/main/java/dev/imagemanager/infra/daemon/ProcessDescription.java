package dev.imagemanager.infra.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes how a service is run as a process of this machine.
 *
 * @param programs the programs that it needs on the {@code PATH}; {@code |} separates alternatives
 * @param isIsolated whether it gets its own mount and PID namespaces and a private {@code /run}; requires root
 * @param remedy an alternative for the user if it cannot be run; a clause in a hint
 * @param command writes its configuration and returns the program and its arguments, which must not contain secrets
 * @param environment variables to set in addition to the inherited ones
 * @param unwantedVariables prefixes of the names of variables that are not inherited
 * @param hooks steps that differ from other services
 */
public record ProcessDescription(
        Endpoint endpoint,
        List<String> programs,
        boolean isIsolated,
        String remedy,
        Recipe<List<String>> command,
        Recipe<Map<String, String>> environment,
        Set<String> unwantedVariables,
        ServiceHooks hooks) {

    /** Computes a setting of the process when it is started. */
    @FunctionalInterface
    public interface Recipe<T> {
        T of(ServicePlace place, Requirements programs) throws InterruptedException;
    }

    public ProcessDescription {
        programs = List.copyOf(programs);
        unwantedVariables = Set.copyOf(unwantedVariables);
    }

    /** Creates a description of a process that is not isolated. */
    public static ProcessDescription of(
            Endpoint endpoint, List<String> programs, String remedy, Recipe<List<String>> command) {
        return new ProcessDescription(
                endpoint, programs, false, remedy, command, (place, found) -> Map.of(), Set.of(), ServiceHooks.NONE);
    }

    public ProcessDescription isolated() {
        return new ProcessDescription(endpoint, programs, true, remedy, command, environment, unwantedVariables, hooks);
    }

    public ProcessDescription environment(Map<String, String> variables) {
        return environment((place, found) -> variables);
    }

    public ProcessDescription environment(Recipe<Map<String, String>> variables) {
        return new ProcessDescription(
                endpoint, programs, isIsolated, remedy, command, variables, unwantedVariables, hooks);
    }

    /** @param prefixes of the names of variables that are not inherited */
    public ProcessDescription withoutVariables(String... prefixes) {
        return new ProcessDescription(
                endpoint, programs, isIsolated, remedy, command, environment, Set.of(prefixes), hooks);
    }

    public ProcessDescription with(ServiceHooks others) {
        return new ProcessDescription(
                endpoint, programs, isIsolated, remedy, command, environment, unwantedVariables, others);
    }
}
