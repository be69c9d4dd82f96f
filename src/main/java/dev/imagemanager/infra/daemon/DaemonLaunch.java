package dev.imagemanager.infra.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A daemon to start.
 *
 * @param command the program and its arguments, which hold no secrets
 * @param address where it will be
 * @param isolated whether it gets mounts, processes and a {@code /run} of its own, which takes root rights
 * @param environment variables to set besides the inherited ones
 * @param unwantedVariables beginnings of the names of variables that it must not inherit
 */
public record DaemonLaunch(
        List<String> command,
        String address,
        boolean isolated,
        Map<String, String> environment,
        Set<String> unwantedVariables)
        implements ServiceLaunch {

    public DaemonLaunch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        unwantedVariables = Set.copyOf(unwantedVariables);
    }
}
