package dev.imagemanager.infra.daemon;

import java.util.List;
import java.util.Map;

/**
 * The settings of a daemon to start.
 *
 * @param command the program and its arguments; all users of the machine can read them
 * @param address the address of the service
 * @param isolated whether it gets its own mount and PID namespaces and a private {@code /run}; requires root
 * @param environment variables to set in addition to the usual ones
 */
public record DaemonLaunch(List<String> command, String address, boolean isolated, Map<String, String> environment)
        implements ServiceLaunch {

    public DaemonLaunch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
