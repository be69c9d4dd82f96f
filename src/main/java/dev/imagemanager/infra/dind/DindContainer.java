package dev.imagemanager.infra.dind;

import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.ContainerLaunch.Rights;
import dev.imagemanager.infra.container.Containers;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Docker daemon in a container of the official image. On Linux it has the few capabilities that it needs; Docker
 * Desktop's virtual machine does not let such a container make control groups, so that it has to be privileged there.
 */
@Singleton
public final class DindContainer implements ServiceWay<ContainerLaunch> {

    private static final String IMAGE = "docker:dind";
    private static final ServicePort PORT = new ServicePort(ServiceName.DIND, 2375);
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

    private final Containers containers;

    @Inject
    public DindContainer(Containers containers) {
        this.containers = containers;
    }

    @Override
    public ServiceHost<ContainerLaunch> host() {
        return containers;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return addressAt(PORT.preferred(scope));
    }

    private static String addressAt(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public ContainerLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        int port = PORT.choose(scope, lastAddress);
        return ContainerLaunch.of(IMAGE, addressAt(port))
                .entrypoint("sh")
                .command(
                        "-c",
                        WRITABLE_CONTROL_GROUPS,
                        "dind",
                        // Said aloud, or dockerd waits 15 seconds for somebody to think it over. The port that it is
                        // published at is on this machine's loopback address.
                        "--tls=false",
                        "--shutdown-timeout=5")
                .variable("DOCKER_TLS_CERTDIR", "")
                .volume("/var/lib/docker")
                .port(PORT_INSIDE, port)
                .rights(new Rights(
                        Set.of("SYS_ADMIN", "NET_ADMIN", "MKNOD"), true, !OperatingSystem.isLinux(), FORWARDING))
                .build();
    }
}
