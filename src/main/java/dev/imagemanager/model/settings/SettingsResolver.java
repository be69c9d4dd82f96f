package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves {@link FleetSettings} from {@code .image-manager.yml}. */
public final class SettingsResolver {

    private static final String DEFAULT_BUILD_REGISTRY = "localhost:5050";

    private SettingsResolver() {}

    /** Returns the settings of a fleet without {@code .image-manager.yml}. */
    public static FleetSettings defaults() {
        return new FleetSettings(
                Optional.of(Registry.at(DEFAULT_BUILD_REGISTRY)),
                List.of(),
                Map.of(),
                new CacheSettings.OwnService(),
                true,
                ServiceSettingsResolver.DEFAULTS,
                true);
    }

    /**
     * @param settings may contain invalid values that were already reported; they are ignored
     * @param directory the fleet's directory, which paths in the settings are relative to
     */
    public static FleetSettings resolve(FleetConfig settings, Path directory) {
        List<Registry> registries = settings.registries().stream()
                .filter(registry -> registry.url() != null)
                .map(registry -> registryOf(registry, directory))
                .toList();
        String buildRegistry = settings.buildRegistry().orElse(DEFAULT_BUILD_REGISTRY);
        return new FleetSettings(
                settings.buildRegistrySwitchedOff()
                        ? Optional.empty()
                        : Optional.of(registries.stream()
                                .filter(registry -> registry.host().equals(buildRegistry))
                                .findFirst()
                                .orElseGet(() -> Registry.at(buildRegistry))),
                registries,
                mirrorsOf(settings),
                CacheSettings.of(settings),
                settings.keepArchives(),
                ServiceSettingsResolver.resolve(settings),
                settings.isTrusted());
    }

    private static Registry registryOf(FleetConfig.RegistryConfig config, Path directory) {
        int slash = config.url().indexOf('/');
        String host = hostOf(config);
        return new Registry(
                host,
                slash < 0 ? "" : config.url().substring(slash + 1),
                config.username().flatMap(username -> config.password()
                        .map(password -> new Registry.Credentials(username.value(), password.value()))),
                config.insecure().orElse(Registry.isThisMachine(host)),
                config.ca().map(directory::resolve));
    }

    /** Returns the host and port of a registry with an address. */
    public static String hostOf(FleetConfig.RegistryConfig config) {
        int slash = config.url().indexOf('/');
        return slash < 0 ? config.url() : config.url().substring(0, slash);
    }

    /** Ignores mirrors that are {@code null}. */
    private static Map<String, String> mirrorsOf(FleetConfig settings) {
        Map<String, String> mirrors = new LinkedHashMap<>();
        settings.mirrors().forEach((host, mirror) -> mirror.ifPresent(present -> mirrors.put(host, present)));
        return mirrors;
    }
}
