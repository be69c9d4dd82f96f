package dev.imagemanager.model;

import dev.imagemanager.config.EnvironmentUse;
import dev.imagemanager.config.PublishedName;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The images of a directory and their targets. */
public final class Fleet {

    private final Path directory;
    private final FleetSettings settings;
    private final SortedSet<EnvironmentUse> environment;
    private final Optional<Problem> withheld;
    private final SortedMap<String, Image> images;
    private final SortedMap<TargetName, Target> targets;
    private final Map<TargetName, TargetName> aliases;
    private final FleetNames names;

    /**
     * @param directory absolute
     * @param environment the environment variables that the fleet's files use
     * @param published what the images are called in registries
     * @param withheld a note about what a fleet that is not trusted does not get
     */
    public Fleet(
            Path directory,
            FleetSettings settings,
            SortedSet<EnvironmentUse> environment,
            Collection<PublishedName> published,
            Optional<Problem> withheld,
            Collection<Image> images) {
        this.directory = directory;
        this.settings = settings;
        this.environment = environment;
        this.withheld = withheld;
        SortedMap<String, Image> byName = new TreeMap<>();
        SortedMap<TargetName, Target> byTarget = new TreeMap<>();
        Map<TargetName, TargetName> byAlias = new HashMap<>();
        for (Image image : images) {
            byName.put(image.name(), image);
            addTargets(image, Optional.empty(), image.tags(), image.aliases(), byTarget);
            image.variants()
                    .forEach(variant ->
                            addTargets(image, Optional.of(variant), variant.tags(), variant.aliases(), byTarget));
            image.allAliases()
                    .forEach((alias, tag) ->
                            byAlias.put(new TargetName(image.name(), alias), new TargetName(image.name(), tag)));
        }
        this.images = Collections.unmodifiableSortedMap(byName);
        this.targets = Collections.unmodifiableSortedMap(byTarget);
        this.aliases = Map.copyOf(byAlias);
        this.names = new FleetNames(this.images.keySet(), published);
    }

    private static void addTargets(
            Image image,
            Optional<Variant> variant,
            List<Tag> tags,
            SortedMap<String, String> aliases,
            Map<TargetName, Target> targets) {
        Map<String, List<String>> aliasesByTag = new HashMap<>();
        aliases.forEach((alias, tag) ->
                aliasesByTag.computeIfAbsent(tag, key -> new ArrayList<>()).add(alias));
        for (Tag tag : tags) {
            TargetName name = new TargetName(image.name(), tag.name());
            targets.put(name, new Target(name, image, variant, tag, aliasesByTag.getOrDefault(tag.name(), List.of())));
        }
    }

    public Path directory() {
        return directory;
    }

    public FleetSettings settings() {
        return settings;
    }

    /** Returns a note about what a fleet that is not trusted does not get; empty if it gets everything. */
    public Optional<Problem> withheld() {
        return withheld;
    }

    /** Returns where the fleet's files use environment variables. */
    public SortedSet<EnvironmentUse> environment() {
        return environment;
    }

    /** Returns the images by name. */
    public SortedMap<String, Image> images() {
        return images;
    }

    /** Returns the targets, sorted by name, then tag. */
    public SortedMap<TargetName, Target> targets() {
        return targets;
    }

    /** Finds a target by its tag or an alias. */
    public Optional<Target> find(TargetName nameOrAlias) {
        return Optional.ofNullable(targets.get(aliases.getOrDefault(nameOrAlias, nameOrAlias)));
    }

    /** Finds the target that a reference in a Dockerfile means. */
    public Optional<Target> find(ImageReference reference) {
        return nameOf(reference).flatMap(this::find);
    }

    /** Finds the target that a reference in a Dockerfile of another target means: a named context of that one, or an image. */
    public Optional<Target> find(Target child, ImageReference reference) {
        Optional<NamedContext> context = child.tag().context(reference);
        return context.isPresent() ? context.flatMap(this::find) : find(reference);
    }

    /** Finds the target that a named context is. */
    public Optional<Target> find(NamedContext context) {
        return context.image().flatMap(this::find);
    }

    /** Returns the named contexts of a target that are images outside the fleet. */
    public List<ImageReference> externalContexts(Target target) {
        return target.tag().contexts().values().stream()
                .filter(context -> find(context).isEmpty())
                .flatMap(context -> context.image().stream())
                .toList();
    }

    /**
     * Returns the name of the target that a reference in a Dockerfile means: an image of the fleet by its own name, or
     * by the name that it has in a registry of the fleet. The image may have no such tag.
     */
    public Optional<TargetName> nameOf(ImageReference reference) {
        return names.of(reference);
    }

    /** Returns the names that a target has in registries of the fleet. */
    public List<String> publishedNamesOf(TargetName target) {
        return names.publishedNamesOf(target);
    }
}
