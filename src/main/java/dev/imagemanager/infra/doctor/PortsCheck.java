package dev.imagemanager.infra.doctor;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Registry;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the ports that services have by default are free, or taken by what is meant to have them. */
@Singleton
final class PortsCheck implements HealthCheck {

    private record Port(int number, String service) {}

    private static final List<Port> PORTS = List.of(
            new Port(8372, "buildkitd"),
            new Port(5050, "the build registry"),
            new Port(3900, "the layer cache"),
            new Port(2375, "the Docker daemon for tests"));

    private final Environment environment;
    private final ListeningProcesses processes;

    @Inject
    PortsCheck(Environment environment) {
        this(environment, new ListeningProcesses());
    }

    PortsCheck(Environment environment, ListeningProcesses processes) {
        this.environment = environment;
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
        List<String> addresses = new ArrayList<>();
        subject.settings().buildRegistry().map(Registry::host).ifPresent(addresses::add);
        environment.variable("BUILDKIT_HOST").ifPresent(addresses::add);
        environment.variable("DOCKER_HOST").ifPresent(addresses::add);
        return PORTS.stream().map(port -> finding(port, addresses)).toList();
    }

    private Finding finding(Port port, List<String> addresses) {
        String subject = "port " + port.number();
        if (processes.isFree(port.number())) {
            return Finding.ok(subject, "free for " + port.service());
        }
        Optional<String> owner = processes.ownerOf(port.number());
        String taken = owner.map(process -> "used by " + process).orElse("used by a process of another user");
        boolean isMeant = addresses.stream().anyMatch(address -> address.endsWith(":" + port.number()));
        return isMeant
                ? Finding.ok(subject, taken + ", as configured")
                : Finding.warning(
                        subject,
                        taken + ", and " + port.service() + " has it by default",
                        "if that is " + port.service()
                                + ", configure its address; else stop it when you need the port");
    }
}
