package dev.imagemanager.infra.doctor;

import dev.imagemanager.config.Permission;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.infra.network.StepNetwork;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Checks whether build steps can get a network of their own if buildkitd runs as a process. Problems are warnings, since
 * other ways to build remain.
 */
@Singleton
final class StepNetworkCheck implements HealthCheck {

    private static final String SUBJECT = "network of build steps";

    private final StepNetwork network;
    private final boolean isLinux;
    private final boolean isRoot;

    @Inject
    StepNetworkCheck(StepNetwork network) {
        this(network, OperatingSystem.isLinux(), OperatingSystem.isRoot());
    }

    StepNetworkCheck(StepNetwork network, boolean isLinux, boolean isRoot) {
        this.network = network;
        this.isLinux = isLinux;
        this.isRoot = isRoot;
    }

    @Override
    public Area area() {
        return Area.MACHINE;
    }

    @Override
    public String name() {
        return SUBJECT;
    }

    @Override
    public List<Finding> examine(Subject subject) {
        if (!isLinux) {
            return List.of(Finding.ok(SUBJECT, "not needed: this system builds in containers"));
        }
        if (network.isOfMachine()) {
            return List.of(Finding.warning(
                    SUBJECT,
                    "that of the machine, with the services on its loopback interface: " + Permission.VARIABLE
                            + " contains " + Permission.HOST_NETWORK,
                    "remove it for fleets that you do not trust"));
        }
        List<Problem> lacking = isRoot ? network.lackingForRoot() : network.lackingWithoutRoot();
        return lacking.isEmpty()
                ? List.of(Finding.ok(SUBJECT, "their own, " + (isRoot ? "through a bridge" : "through RootlessKit")))
                : lacking.stream()
                        .map(problem -> Finding.warning(
                                SUBJECT,
                                problem.message() + ", which a BuildKit daemon as a process needs",
                                StepNetwork.withPermission(problem.hint().orElseThrow())))
                        .toList();
    }
}
