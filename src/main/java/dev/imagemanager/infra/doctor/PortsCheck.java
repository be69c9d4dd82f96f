package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.buildkit.BuildkitContainer;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.dind.DindContainer;
import dev.imagemanager.infra.garage.GarageManager;
import dev.imagemanager.infra.linux.ListeningProcesses;
import dev.imagemanager.infra.registry.RegistryManager;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether the configured or default ports of services are free. Only a configured port causes a failure: instead
 * of a default port, the next free one is used.
 */
@Singleton
final class PortsCheck implements HealthCheck {

    private record Port(int number, ServiceName name, String service, boolean isConfigured) {}

    private final ListeningProcesses processes;

    @Inject
    PortsCheck() {
        this(new ListeningProcesses());
    }

    PortsCheck(ListeningProcesses processes) {
        this.processes = processes;
    }

    @Override
    public Area area() {
        return Area.MACHINE;
    }

    @Override
    public String name() {
        return "ports";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        return ports(subject.settings()).stream()
                .map(port -> finding(port, subject.services().addresses()))
                .toList();
    }

    private static List<Port> ports(FleetSettings settings) {
        List<Port> ports = new ArrayList<>();
        ports.add(port(settings, BuildkitContainer.PORT, "buildkitd"));
        if (settings.buildRegistry().isPresent()) {
            ports.add(port(settings, RegistryManager.PORT, "the build registry"));
        }
        if (settings.cache() instanceof CacheSettings.OwnService) {
            ports.add(port(settings, GarageManager.PORT, "the layer cache"));
        }
        ports.add(port(settings, DindContainer.PORT, "the Docker daemon for tests"));
        return ports;
    }

    private static Port port(FleetSettings settings, ServicePort port, String words) {
        Optional<Integer> configured = settings.services().port(port.service());
        return new Port(configured.orElse(port.usual()), port.service(), words, configured.isPresent());
    }

    private Finding finding(Port port, Set<String> addresses) {
        String subject = "port " + port.number();
        if (processes.isFree(port.number())) {
            return Finding.ok(subject, "free for " + port.service());
        }
        Optional<String> owner = processes.ownerOf(port.number());
        String taken = owner.map(process -> "used by " + process).orElse("used by a process of another user");
        if (addresses.stream().anyMatch(address -> address.endsWith(":" + port.number()))) {
            return Finding.ok(subject, taken + ": " + port.service());
        }
        return port.isConfigured()
                ? Finding.warning(
                        subject,
                        taken + ", but configured for " + port.service(),
                        "stop that program, or set services." + port.name() + ".port to another port")
                : Finding.ok(subject, taken + "; " + port.service() + " uses the next free port");
    }
}
