package dev.imagemanager.infra.dind;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.linux.ControlGroups;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A private dockerd: data, containerd, runtime state, bridge and firewall rules are its own, so that neither it nor the
 * user's daemon sees anything of the other. It listens on a socket in the fleet's own state only.
 */
@Singleton
public final class DindProcess implements ServiceWay<DaemonLaunch> {

    private static final String SOCKET = "docker.sock";

    private final Daemons daemons;
    private final BridgeNetworks networks;
    private final Requirements requirements;

    @Inject
    public DindProcess(Daemons daemons, BridgeNetworks networks, Requirements requirements) {
        this.daemons = daemons;
        this.networks = networks;
        this.requirements = requirements;
    }

    @Override
    public ServiceHost<DaemonLaunch> host() {
        return daemons;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return directory.addressOf(SOCKET);
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return requirements
                .missing(
                        true,
                        "start Docker or set DOCKER_HOST to the address of a daemon",
                        "dockerd",
                        "containerd",
                        "runc",
                        "iptables",
                        "ip")
                .or(() -> directory.obstacleTo(SOCKET));
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress)
            throws InterruptedException {
        String socket = directory.newSocket(SOCKET);
        BridgeNetworks.Network network = networks.create(directory);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("hosts").add(socket);
        config.put("group", "0");
        config.put("data-root", directory.resolve("data").toString());
        config.put("bridge", network.bridge());
        config.putArray("default-address-pools")
                .addObject()
                .put("base", network.range())
                .put("size", 24);
        config.put("ip", "127.0.0.1"); // where published ports are
        config.put("iptables", false);
        config.put("cgroup-parent", "/" + directory.controlGroup());
        config.putArray("exec-opts").add("native.cgroupdriver=cgroupfs");
        Path file = directory.write("daemon.json", config.toPrettyString() + "\n");
        return new DaemonLaunch(
                List.of(requirements.path("dockerd"), "--config-file", file.toString()),
                socket,
                true,
                Map.of(),
                Set.of("DOCKER_"));
    }

    @Override
    public void release(ServiceDirectory directory) throws InterruptedException {
        directory.delete(SOCKET);
        networks.remove(directory);
        ControlGroups.remove(directory.controlGroup());
    }
}
