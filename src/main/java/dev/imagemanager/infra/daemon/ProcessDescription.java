package dev.imagemanager.infra.daemon;

import java.util.List;
import java.util.Map;

/**
 * Describes how a service is run as a process of this machine.
 *
 * @param programs the programs that it needs on the {@code PATH}; {@code |} separates alternatives
 * @param isIsolated whether it gets its own mount and PID namespaces and a private {@code /run}; requires root
 * @param remedy an alternative for the user if it cannot be run; a clause in a hint
 * @param command writes its configuration and returns the program and its arguments, which must not contain secrets
 * @param environment variables to set in addition to the usual ones
 * @param hooks steps that differ from other services
 */
public record ProcessDescription(
        Endpoint endpoint,
        List<String> programs,
        boolean isIsolated,
        String remedy,
        Recipe<List<String>> command,
        Recipe<Map<String, String>> environment,
        ServiceHooks hooks) {

    /** Computes a setting of the process when it is started. */
    @FunctionalInterface
    public interface Recipe<T> {
        T of(ServicePlace place, Requirements programs) throws InterruptedException;
    }

    public ProcessDescription {
        programs = List.copyOf(programs);
    }

    /** Creates a description of a process that is not isolated. */
    public static ProcessDescription of(
            Endpoint endpoint, List<String> programs, String remedy, Recipe<List<String>> command) {
        return new ProcessDescription(
                endpoint, programs, false, remedy, command, (place, found) -> Map.of(), ServiceHooks.NONE);
    }

    public ProcessDescription isolated() {
        return new ProcessDescription(endpoint, programs, true, remedy, command, environment, hooks);
    }

    public ProcessDescription environment(Map<String, String> variables) {
        return environment((place, found) -> variables);
    }

    public ProcessDescription environment(Recipe<Map<String, String>> variables) {
        return new ProcessDescription(endpoint, programs, isIsolated, remedy, command, variables, hooks);
    }

    public ProcessDescription with(ServiceHooks others) {
        return new ProcessDescription(endpoint, programs, isIsolated, remedy, command, environment, others);
    }
}
