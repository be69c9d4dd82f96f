package dev.imagemanager.infra.buildkit;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import dev.imagemanager.pipeline.services.ServiceControl;
import dev.imagemanager.pipeline.services.ServiceScope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Whether the BuildKit daemon can know of the mirrors, plain HTTP and certificates that the settings have: they go into
 * the configuration of one of ours, and nobody can ask another one for its own.
 */
@Singleton
final class RegistrySettingsCheck implements HealthCheck {

    private static final String SUBJECT = "registry settings";

    private final ServiceControl services;

    @Inject
    RegistrySettingsCheck(ServiceControl services) {
        this.services = services;
    }

    @Override
    public Area area() {
        return Area.SETTINGS;
    }

    @Override
    public String name() {
        return SUBJECT;
    }

    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        ServiceScope scope = new ServiceScope(
                subject.directory(), subject.settings(), subject.services().provided());
        if (!concernBuilds(scope.settings())) {
            return List.of(Finding.ok(SUBJECT, "none that a BuildKit daemon has to know"));
        }
        if (services.look(ServiceName.BUILDKITD, scope).mode() != ServiceMode.EXTERNAL) {
            return List.of(Finding.ok(SUBJECT, "part of the configuration of buildkitd"));
        }
        return List.of(Finding.warning(
                SUBJECT,
                "the BuildKit daemon is not ours, and may not know mirrors, plain HTTP and certificates",
                "its buildkitd.toml has to have:\n" + BuildkitdConfig.registries(scope)));
    }

    /** Plain HTTP with this machine is what BuildKit does by itself. */
    private static boolean concernBuilds(FleetSettings settings) {
        return !settings.mirrors().isEmpty()
                || settings.registries().stream()
                        .anyMatch(registry -> registry.authority().isPresent()
                                || (registry.insecure() && !Registry.isThisMachine(registry.host())));
    }
}
