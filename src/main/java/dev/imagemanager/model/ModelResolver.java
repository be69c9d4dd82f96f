package dev.imagemanager.model;

import dev.imagemanager.config.BuildConfig;
import dev.imagemanager.config.Entitlement;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetDefinition;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.Rebuild;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
        FleetReader files = new FleetReader(definition.directory());
        for (ImageConfig config : definition.images()) {
            checkContext(config, files, problems);
            checkSecrets(config, problems);
            ImageNames.nameOf(config, problems).ifPresent(name -> linesByName
                    .computeIfAbsent(name, key -> new ArrayList<>())
                    .add(config));
        }
        List<Image> images = new ArrayList<>();
        linesByName.forEach(
                (name, lines) -> images.add(new ImageResolver(name, lines, definition, templates, problems).resolve()));
        ConfidentialAddresses.check(settings, problems);
        images.forEach(
                image -> PlatformTags.check(image, tag -> tag.definition().platforms(), problems));
        return new Fleet(
                definition.directory(),
                SettingsResolver.resolve(settings, definition.directory()),
                definition.environment(),
                definition.publishedNames(),
                definition.withheld(),
                images);
    }

    /** A build context that does not exist is empty. */
    private static void checkContext(ImageConfig config, FleetReader files, Problems problems) {
        try {
            files.realContext(config.directory());
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException unusable) {
            Problem problem = Problem.error(
                    SourceLocation.wholeFile(config.file()),
                    "the build context " + config.directory() + " cannot be used: " + FailureReason.of(unusable));
            problems.add(
                    RefusedFileException.hintOf(unusable).map(problem::withHint).orElse(problem));
        }
    }

    /** Checks the paths as written; the files are only needed by builds, which also follow links. */
    private static void checkSecrets(ImageConfig config, Problems problems) {
        List<BuildConfig.SecretConfig> secrets = config.build().secrets();
        for (int i = 0; i < secrets.size(); i++) {
            SourceLocation place = config.locationOf("build.secrets[" + i + "].src");
            secrets.get(i).src().map(Path::of).map(Path::normalize).ifPresent(file -> {
                if (file.isAbsolute() || file.startsWith("..")) {
                    problems.add(Problem.error(
                                    place, "the secret's file '" + file + "' is outside the fleet's directory")
                            .withHint("put it into the fleet's directory, or pass it in an environment variable, with"
                                    + " env:"));
                }
            });
        }
    }

    static Definition definitionOf(ImageConfig config, FleetConfig settings) {
        List<Platform> platforms =
                config.readablePlatforms().or(settings::readablePlatforms).orElse(List.of());
        return new Definition(
                config.file(),
                config.directory(),
                config.description().orElse(""),
                platforms,
                buildOptions(config),
                TimeLimits.resolve(config, settings),
                config.tests().filter("optional"::equals).isEmpty());
    }

    private static Definition.BuildOptions buildOptions(ImageConfig config) {
        BuildConfig build = config.build();
        List<Definition.Secret> secrets = build.secrets().stream()
                .flatMap(secret -> secret
                        .env()
                        .<Definition.Secret>map(variable -> new Definition.EnvironmentSecret(secret.id(), variable))
                        .or(() -> secret.src().map(file -> new Definition.FileSecret(secret.id(), Path.of(file))))
                        .stream())
                .toList();
        SortedMap<Entitlement, SourceLocation> entitlements = new TreeMap<>();
        for (int i = 0; i < build.entitlements().size(); i++) {
            SourceLocation place = config.locationOf("build.entitlements[" + i + "]");
            Entitlement.find(build.entitlements().get(i))
                    .ifPresent(entitlement -> entitlements.putIfAbsent(entitlement, place));
        }
        Rebuild rebuild = build.rebuild().flatMap(Rebuild::find).orElse(Rebuild.CHANGED);
        return new Definition.BuildOptions(build.target(), secrets, build.ssh(), entitlements, rebuild);
    }
}
