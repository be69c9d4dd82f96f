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
 * Checks whether the BuildKit daemon has the settings for mirrors, plain HTTP and certificates. They are part of the
 * configuration of the fleet's own daemon. The configuration of an external daemon cannot be read.
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
            return List.of(Finding.ok(SUBJECT, "none that a BuildKit daemon needs"));
        }
        if (services.look(ServiceName.BUILDKITD, scope).mode() != ServiceMode.EXTERNAL) {
            return List.of(Finding.ok(SUBJECT, "part of the configuration of buildkitd"));
        }
        return List.of(Finding.warning(
                SUBJECT,
                "the BuildKit daemon is external and may lack the settings for mirrors, plain HTTP and certificates",
                "its buildkitd.toml must contain:\n" + BuildkitdConfig.registries(scope)));
    }

    /**
     * Returns whether there are settings for BuildKit. By default, it uses plain HTTP for registries on this machine.
     */
    private static boolean concernBuilds(FleetSettings settings) {
        return !settings.mirrors().isEmpty()
                || settings.registries().stream()
                        .anyMatch(registry -> registry.authority().isPresent()
                                || registry.transport() != Registry.Transport.of(registry.host()));
    }
}
