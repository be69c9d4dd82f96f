package dev.imagemanager.infra.dind;

import dev.imagemanager.infra.container.ContainerDescription;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.ContainerLaunch.Rights;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.model.settings.ServiceName;
import java.util.Map;
import java.util.Set;

/**
 * Describes a Docker daemon in a container of the official image. On Linux, the container only has the capabilities
 * that it needs. In Docker Desktop's virtual machine, it must be privileged to create control groups.
 */
public final class DindContainer {

    public static final ServicePort PORT = new ServicePort(ServiceName.DIND, 2375, "tcp://127.0.0.1");

    private static final int PORT_INSIDE = 2375;

    /**
     * Remounts the control groups writable, since they are read-only in a container that is not privileged and the
     * daemon could not start containers. For a bind mount, {@code remount,rw} without {@code bind} fails.
     */
    private static final String WRITABLE_CONTROL_GROUPS =
            """
            awk '$2 ~ "^/sys/fs/cgroup" { print $2 }' /proc/mounts | while read -r mount; do
              mount -o remount,bind,rw "$mount"
            done
            exec dockerd-entrypoint.sh "$@"
            """;

    /** Enables IPv4 forwarding, which the daemon cannot do since {@code /proc/sys} is read-only in the container. */
    private static final Map<String, String> FORWARDING = Map.of("net.ipv4.ip_forward", "1");

    static final ContainerDescription DESCRIPTION =
            new ContainerDescription(PORT, place -> ContainerLaunch.of("docker:dind")
                    .entrypoint("sh")
                    .command(
                            "-c",
                            WRITABLE_CONTROL_GROUPS,
                            "dind",
                            // Without an explicit --tls, dockerd delays its start by 15 seconds. The port is only
                            // published on the loopback interface.
                            "--tls=false",
                            "--shutdown-timeout=5")
                    .variable("DOCKER_TLS_CERTDIR", "")
                    .volume("/var/lib/docker")
                    .port(PORT_INSIDE, place.port())
                    .rights(new Rights(
                            Set.of("SYS_ADMIN", "NET_ADMIN", "MKNOD"), true, !OperatingSystem.isLinux(), FORWARDING)));

    private DindContainer() {}
}
