package dev.imagemanager.infra.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a daemon to start.
 *
 * @param command the program and its arguments; all users of the machine can read them
 * @param address the address of the service
 * @param isolated whether it gets its own mount and PID namespaces and a private {@code /run}; requires root
 * @param environment variables to set in addition to the inherited ones
 * @param unwantedVariables prefixes of the names of variables that are not inherited
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
