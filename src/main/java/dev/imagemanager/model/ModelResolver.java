package dev.imagemanager.model;

import dev.imagemanager.config.BuildConfig;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetDefinition;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Resolves definitions to a {@link Fleet}: names, merged values, variants, templates and aliases. */
@Singleton
public final class ModelResolver {

    private final TemplateResolver templates;

    @Inject
    public ModelResolver(TemplateResolver templates) {
        this.templates = templates;
    }

    /**
     * @param definition may contain invalid values that were already reported; they are ignored
     * @param problems receives all errors; the fleet is incomplete if there are any
     */
    public Fleet resolve(FleetDefinition definition, Problems problems) {
        FleetConfig settings = definition.settings();
        Map<String, List<ImageConfig>> linesByName = new TreeMap<>();
        for (ImageConfig config : definition.images()) {
            ImageNames.nameOf(config, problems).ifPresent(name -> linesByName
                    .computeIfAbsent(name, key -> new ArrayList<>())
                    .add(config));
        }
        List<Image> images = new ArrayList<>();
        linesByName.forEach(
                (name, lines) -> images.add(new ImageResolver(name, lines, definition, templates, problems).resolve()));
        return new Fleet(definition.directory(), SettingsResolver.resolve(settings, definition.directory()), images);
    }

    static Definition definitionOf(ImageConfig config, FleetConfig settings) {
        List<Platform> platforms =
                config.readablePlatforms().or(settings::readablePlatforms).orElse(List.of());
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
