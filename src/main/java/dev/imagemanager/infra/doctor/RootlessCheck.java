package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.infra.linux.UserNamespaces;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Checks whether a BuildKit daemon can run without root. Problems are warnings, since other ways to build remain. */
@Singleton
final class RootlessCheck implements HealthCheck {

    private static final String SUBJECT = "rootless builds";

    private final UserNamespaces namespaces;
    private final boolean isLinux;
    private final boolean isRoot;

    @Inject
    RootlessCheck(UserNamespaces namespaces) {
        this(namespaces, OperatingSystem.isLinux(), OperatingSystem.isRoot());
    }

    RootlessCheck(UserNamespaces namespaces, boolean isLinux, boolean isRoot) {
        this.namespaces = namespaces;
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
        if (isRoot) {
            return List.of(Finding.ok(SUBJECT, "not needed: this user is root"));
        }
        List<Problem> lacking = namespaces.lacking();
        return lacking.isEmpty()
                ? List.of(Finding.ok(SUBJECT, "user namespaces, subordinate ids and newuidmap are available"))
                : lacking.stream()
                        .map(problem -> Finding.warning(
                                SUBJECT, problem.message(), problem.hint().orElseThrow()))
                        .toList();
    }
}
