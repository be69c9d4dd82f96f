package dev.imagemanager.infra.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service as a process of this machine.
 *
 * @param programs that it needs on the {@code PATH}; alternatives have a {@code |} between them
 * @param isIsolated whether it gets mounts, processes and a {@code /run} of its own, which takes root rights
 * @param remedy what else the user can do where it cannot be run
 * @param command writes its configuration, and gives the program and its arguments, which hold no secrets
 * @param environment variables to set besides the inherited ones
 * @param unwantedVariables beginnings of the names of variables that it must not inherit
 */
public record ProcessDescription(
        Endpoint endpoint,
        List<String> programs,
        boolean isIsolated,
        String remedy,
        Recipe<List<String>> command,
        Recipe<Map<String, String>> environment,
        Set<String> unwantedVariables,
        Particulars particulars) {

    /** Makes a part of a process from where it is started and the programs that are there. */
    @FunctionalInterface
    public interface Recipe<T> {
        T of(ServicePlace place, Requirements programs) throws InterruptedException;
    }

    public ProcessDescription {
        programs = List.copyOf(programs);
        unwantedVariables = Set.copyOf(unwantedVariables);
    }

    /** A process like any other, as any user. */
    public static ProcessDescription of(
            Endpoint endpoint, List<String> programs, String remedy, Recipe<List<String>> command) {
        return new ProcessDescription(
                endpoint, programs, false, remedy, command, (place, found) -> Map.of(), Set.of(), Particulars.NONE);
    }

    public ProcessDescription isolated() {
        return new ProcessDescription(
                endpoint, programs, true, remedy, command, environment, unwantedVariables, particulars);
    }

    public ProcessDescription environment(Map<String, String> variables) {
        return environment((place, found) -> variables);
    }

    public ProcessDescription environment(Recipe<Map<String, String>> variables) {
        return new ProcessDescription(
                endpoint, programs, isIsolated, remedy, command, variables, unwantedVariables, particulars);
    }

    /** @param prefixes beginnings of the names of variables */
    public ProcessDescription withoutVariables(String... prefixes) {
        return new ProcessDescription(
                endpoint, programs, isIsolated, remedy, command, environment, Set.of(prefixes), particulars);
    }

    public ProcessDescription with(Particulars others) {
        return new ProcessDescription(
                endpoint, programs, isIsolated, remedy, command, environment, unwantedVariables, others);
    }
}
