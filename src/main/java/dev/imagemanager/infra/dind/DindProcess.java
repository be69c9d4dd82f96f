package dev.imagemanager.infra.dind;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServiceSocket;
import dev.imagemanager.infra.network.BridgeNetworks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * A dockerd with its own data, containerd, runtime state, bridge and firewall rules, so that it does not interfere with
 * the user's daemon. It only listens on a Unix socket in the fleet's state directory.
 */
@Singleton
public final class DindProcess implements ServiceHooks {

    private static final String OTHER_DAEMON = "set DOCKER_HOST to the address of a daemon";

    private final BridgeNetworks networks;

    @Inject
    public DindProcess(BridgeNetworks networks) {
        this.networks = networks;
    }

    ProcessDescription description() {
        return ProcessDescription.of(
                        new ServiceSocket("docker.sock"),
                        List.of("dockerd", "containerd", "runc", "iptables", "ip"),
                        "start Docker or " + OTHER_DAEMON,
                        (place, programs) -> List.of(
                                programs.path("dockerd"),
                                "--config-file",
                                place.write(
                                        "daemon.json",
                                        config(place, networks.create(place.directory(), OTHER_DAEMON)))))
                .isolated()
                .with(this);
    }

    private static String config(ServicePlace place, BridgeNetworks.Network network) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("hosts").add(place.address());
        config.put("group", "0");
        config.put("data-root", place.directory().isolated("data"));
        config.put("bridge", network.bridge());
        config.putArray("default-address-pools")
                .addObject()
                .put("base", network.range())
                .put("size", 24);
        config.put("ip", "127.0.0.1"); // default address of published ports
        config.put("iptables", false); // its rules would conflict with those of another dockerd
        config.put("cgroup-parent", "/" + place.directory().controlGroup());
        config.putArray("exec-opts").add("native.cgroupdriver=cgroupfs");
        return config.toPrettyString() + "\n";
    }

    @Override
    public void release(ServiceDirectory directory) throws InterruptedException {
        networks.remove(directory);
    }
}
