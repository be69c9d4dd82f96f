package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetConfig.MemoryConfig;
import dev.imagemanager.reference.DockerHub;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
                SourceDate.DEFAULT,
                ServiceSettingsResolver.DEFAULTS,
                BuilderSettings.NONE,
                MemorySettings.NONE,
                PublishSettings.NONE,
                false,
                PruneSettings.NONE,
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
        FleetSettings resolved = new FleetSettings(
                Optional.empty(),
                registries,
                mirrorsOf(settings),
                CacheSettings.of(settings),
                settings.keepArchives(),
                settings.readableSourceDate().map(SourceDate::of).orElse(SourceDate.DEFAULT),
                ServiceSettingsResolver.resolve(settings),
                BuilderSettings.of(settings, directory),
                new MemorySettings(
                        settings.memory().flatMap(MemoryConfig::publicKey).map(directory::resolve),
                        settings.memory().flatMap(MemoryConfig::key)),
                PublishSettings.of(
                        settings,
                        settings.registries().stream()
                                .filter(registry -> registry.url() != null)
                                .map(registry -> PublishPlace.of(settings, registry, registryOf(registry, directory)))
                                .toList(),
                        directory),
                settings.sbom(),
                PruneSettings.of(settings.prune()),
                settings.isTrusted());
        return settings.buildRegistrySwitchedOff()
                ? resolved
                : resolved.withBuildRegistry(
                        resolved.registryOf(settings.buildRegistry().orElse(DEFAULT_BUILD_REGISTRY)));
    }

    private static Registry registryOf(FleetConfig.RegistryConfig config, Path directory) {
        int slash = config.url().indexOf('/');
        String host = hostOf(config);
        return new Registry(
                host,
                slash < 0 ? "" : config.url().substring(slash + 1).replaceFirst("/+$", ""),
                config.username().flatMap(username -> config.password()
                        .map(password -> new Registry.Credentials(username.value(), password.value()))),
                config.insecure()
                        .map(insecure -> insecure ? Registry.Transport.INSECURE : Registry.Transport.TLS)
                        .orElseGet(
                                () -> config.ca().isPresent() ? Registry.Transport.TLS : Registry.Transport.of(host)),
                config.ca().map(directory::resolve));
    }

    /** Returns the host and port of a registry with an address. */
    public static String hostOf(FleetConfig.RegistryConfig config) {
        int slash = config.url().indexOf('/');
        return slash < 0 ? config.url() : config.url().substring(0, slash);
    }

    /** Docker Hub has one name. */
    private static Map<String, List<String>> mirrorsOf(FleetConfig settings) {
        Map<String, List<String>> mirrors = new LinkedHashMap<>();
        settings.mirrors().forEach((host, places) -> {
            if (!places.isEmpty()) {
                mirrors.merge(
                        DockerHub.is(host) ? DockerHub.NAME : host,
                        places.stream()
                                .map(place -> place.replaceFirst("/+$", ""))
                                .toList(),
                        (some, more) -> Stream.concat(some.stream(), more.stream())
                                .distinct()
                                .toList());
            }
        });
        return mirrors;
    }
}
