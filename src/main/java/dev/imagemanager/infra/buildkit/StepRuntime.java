package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The OCI runtime of a buildkitd that runs as a process: a script that changes what BuildKit cannot configure, and executes
 * runc.
 *
 * <ul>
 *   <li>It removes {@code CAP_NET_RAW} from the configuration of the container, which BuildKit gives to every step
 *       (containerd, {@code oci.defaultUnixCaps}): raw sockets see the traffic of a whole network namespace. It cannot be
 *       removed from buildkitd, since runc fails if it lacks a configured capability.
 *   <li>It enters the network namespace of steps. With {@code networkMode = "host"}, runc creates no other.
 * </ul>
 *
 * @param file the script
 * @param namespace the network namespace of steps; empty if they use that of buildkitd
 */
record StepRuntime(Path file, Optional<String> namespace) {

    private static final String FILE = "step-runtime";

    /** In JSON text, the quotes in strings are escaped, so this only matches the key and its object. */
    private static final String CAPABILITIES = "\"capabilities\":{[^}]*";

    private static final String SCRIPT =
            """
            #!/bin/sh
            # Written by image-manager whenever it starts buildkitd.
            last= bundle= creates=
            for argument; do
              case $argument in run|create) creates=yes ;; esac
              if [ "$last" = --bundle ]; then bundle=$argument; fi
              last=$argument
            done
            if [ -n "$creates" ]; then
              sed -i -e ':next' -e 's/\\(CAPABILITIES\\)"CAP_NET_RAW",/\\1/; t next' \\
                -e 's/\\(CAPABILITIES\\),"CAP_NET_RAW"/\\1/; t next' "$bundle/config.json" || exit 1
              if grep -q 'CAPABILITIES"CAP_NET_RAW"' "$bundle/config.json"; then
                echo 'image-manager cannot remove CAP_NET_RAW from the capabilities of this step' >&2
                exit 1
              fi
            fi
            exec COMMAND "$@"
            """;

    static StepRuntime in(ServiceDirectory directory, Optional<String> namespace) {
        return new StepRuntime(directory.resolve(FILE), namespace);
    }

    /** @param directory that of {@link #in} */
    void write(ServiceDirectory directory, Requirements programs) {
        directory.writeExecutable(FILE, script(programs));
    }

    private String script(Requirements programs) {
        String runc = quoted(programs.path(BuildkitProcess.RUNTIME));
        String command = namespace
                .map(file -> quoted(programs.path("nsenter")) + " --net=" + quoted(file) + " -- " + runc)
                .orElse(runc);
        return SCRIPT.replace("CAPABILITIES", CAPABILITIES).replace("COMMAND", command);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
