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
 * A Docker daemon in a container of the official image. On Linux it has the few capabilities that it needs; Docker
 * Desktop's virtual machine does not let such a container make control groups, so that it has to be privileged there.
 */
public final class DindContainer {

    public static final ServicePort PORT = new ServicePort(ServiceName.DIND, 2375, "tcp://127.0.0.1");

    private static final int PORT_INSIDE = 2375;

    /**
     * Without being privileged a container sees its control groups, but read-only: the daemon could start no container. A
     * plain {@code remount,rw} is refused where the mount was bound from outside.
     */
    private static final String WRITABLE_CONTROL_GROUPS =
            """
            awk '$2 ~ "^/sys/fs/cgroup" { print $2 }' /proc/mounts | while read -r mount; do
              mount -o remount,bind,rw "$mount"
            done
            exec dockerd-entrypoint.sh "$@"
            """;

    /** The daemon could not switch it on: what is read-only without privileges includes {@code /proc/sys}. */
    private static final Map<String, String> FORWARDING = Map.of("net.ipv4.ip_forward", "1");

    static final ContainerDescription DESCRIPTION =
            new ContainerDescription(PORT, place -> ContainerLaunch.of("docker:dind")
                    .entrypoint("sh")
                    .command(
                            "-c",
                            WRITABLE_CONTROL_GROUPS,
                            "dind",
                            // Said aloud, or dockerd waits 15 seconds for somebody to think it over. The port that it
                            // is published at is on this machine's loopback address.
                            "--tls=false",
                            "--shutdown-timeout=5")
                    .variable("DOCKER_TLS_CERTDIR", "")
                    .volume("/var/lib/docker")
                    .port(PORT_INSIDE, place.port())
                    .rights(new Rights(
                            Set.of("SYS_ADMIN", "NET_ADMIN", "MKNOD"), true, !OperatingSystem.isLinux(), FORWARDING)));

    private DindContainer() {}
}
