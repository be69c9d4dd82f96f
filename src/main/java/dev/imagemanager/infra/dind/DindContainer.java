package dev.imagemanager.infra.dind;

import dev.imagemanager.infra.container.ContainerDescription;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.ContainerLaunch.Rights;
import dev.imagemanager.infra.container.ServerCertificates;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePlace;
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

    /** Docker's port for connections with TLS. */
    private static final int USUAL_PORT = 2376;

    public static final ServicePort PORT = new ServicePort(ServiceName.DIND, USUAL_PORT, "tcp://127.0.0.1");

    private static final ServerCertificates CERTIFICATES = new ServerCertificates("/etc/docker/tls", 0);

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
            new ContainerDescription(PORT, true, DindContainer::launch, ServiceHooks.NONE);

    private DindContainer() {}

    /** The only address of the daemon demands certificates. */
    private static ContainerLaunch.Builder launch(ServicePlace place) {
        return ContainerLaunch.of("docker:dind")
                .entrypoint("sh")
                .command(
                        "-c",
                        WRITABLE_CONTROL_GROUPS,
                        "dind",
                        // With options only, the entry point would add a socket and a port of its own.
                        "dockerd",
                        "--host=tcp://0.0.0.0:" + USUAL_PORT,
                        "--tlsverify",
                        "--tlscacert=" + CERTIFICATES.authority(),
                        "--tlscert=" + CERTIFICATES.certificate(),
                        "--tlskey=" + CERTIFICATES.key(),
                        "--shutdown-timeout=5")
                .files(CERTIFICATES.create(place))
                .variable("DOCKER_TLS_CERTDIR", "")
                .volume("/var/lib/docker")
                .port(USUAL_PORT, place.port())
                .rights(new Rights(
                        Set.of("SYS_ADMIN", "NET_ADMIN", "MKNOD"), true, !OperatingSystem.isLinux(), FORWARDING));
    }
}
