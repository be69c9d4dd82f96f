package dev.imagemanager.model;

import dev.imagemanager.config.BuildConfig;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetDefinition;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.Patterns;
import dev.imagemanager.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes a {@link Fleet} of what is written: names, merged values, variants, templates and aliases. */
public final class ModelResolver {

    private static final String DEFAULT_BUILD_REGISTRY = "localhost:5050";

    private static final Pattern PLATFORM = Pattern.compile(Patterns.PLATFORM);

    private ModelResolver() {}

    /**
     * @param definition may hold values that are problems already; they are passed over
     * @param problems receives everything that does not fit together; the fleet is complete only if there are no errors
     */
    public static Fleet resolve(FleetDefinition definition, Problems problems) {
        FleetConfig settings = definition.settings();
        Map<String, List<ImageConfig>> linesByName = new TreeMap<>();
        for (ImageConfig config : definition.images()) {
            ImageNames.nameOf(config, problems).ifPresent(name -> linesByName
                    .computeIfAbsent(name, key -> new ArrayList<>())
                    .add(config));
        }
        TemplateResolver templates = new TemplateResolver(definition.directory(), problems);
        List<Image> images = new ArrayList<>();
        linesByName.forEach(
                (name, lines) -> images.add(new ImageResolver(name, lines, settings, templates, problems).resolve()));
        return new Fleet(definition.directory(), settingsOf(settings), images);
    }

    /** What holds for a fleet without settings. */
    public static FleetSettings defaultSettings() {
        return new FleetSettings(
                Optional.of(Registry.at(DEFAULT_BUILD_REGISTRY)),
                List.of(),
                Map.of(),
                true,
                ServiceSettingsResolver.DEFAULTS);
    }

    /** @param settings may hold values that are problems already; they are passed over */
    public static FleetSettings settingsOf(FleetConfig settings) {
        List<Registry> registries = settings.registries().stream()
                .filter(registry -> registry.url() != null)
                .map(ModelResolver::registryOf)
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
                Merge.cascade(List.of(settings.mirrors())),
                settings.keepArchives(),
                ServiceSettingsResolver.resolve(settings));
    }

    private static Registry registryOf(FleetConfig.RegistryConfig config) {
        int slash = config.url().indexOf('/');
        String host = slash < 0 ? config.url() : config.url().substring(0, slash);
        return new Registry(
                host,
                slash < 0 ? "" : config.url().substring(slash + 1),
                config.username().flatMap(username -> config.password()
                        .map(password -> new Registry.Credentials(username.value(), password.value()))),
                config.insecure().orElse(Registry.isThisMachine(host)),
                config.ca().map(Path::of));
    }

    static Definition definitionOf(ImageConfig config, FleetConfig settings) {
        List<Platform> platforms = config.platforms().or(settings::platforms).orElse(List.of()).stream()
                .filter(platform -> PLATFORM.matcher(platform).matches())
                .map(Platform::parse)
                .toList();
        return new Definition(
                config.file(),
                config.directory(),
                config.description().orElse(""),
                platforms,
                buildOptions(config.build()));
    }

    private static Definition.BuildOptions buildOptions(BuildConfig build) {
        List<Definition.Secret> secrets = build.secrets().stream()
                .flatMap(secret -> secret
                        .env()
                        .<Definition.Secret>map(variable -> new Definition.EnvironmentSecret(secret.id(), variable))
                        .or(() -> secret.src().map(file -> new Definition.FileSecret(secret.id(), Path.of(file))))
                        .stream())
                .toList();
        return new Definition.BuildOptions(build.target(), secrets, build.ssh());
    }
}
