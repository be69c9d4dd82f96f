package dev.imagemanager.graph;

import dev.imagemanager.config.PlatformDoubts;
import dev.imagemanager.dockerfile.BuildArguments;
import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.ImageUse;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the images of Dockerfiles that belong to the fleet; see {@link Fleet#find(ImageReference)}. */
final class DependencyReader {

    private static final List<BuilderPlatforms> USUAL_BUILDERS =
            List.of(BuilderPlatforms.all(Platform.LINUX_AMD64), BuilderPlatforms.all(Platform.of("linux", "arm64")));

    private final Fleet fleet;
    private final Map<TargetName, Dockerfile> dockerfiles;
    private final FleetTriggers triggers;
    private final BuildPlatforms platforms;
    private final Problems problems;

    DependencyReader(
            Fleet fleet, Map<TargetName, Dockerfile> dockerfiles, BuildPlatforms platforms, Problems problems) {
        this.fleet = fleet;
        this.dockerfiles = dockerfiles;
        this.triggers = new FleetTriggers(fleet, dockerfiles::get);
        this.platforms = platforms;
        this.problems = problems;
    }

    /** Reads all targets, for the platforms that they may be built for. */
    SortedMap<TargetName, Dependencies> readAll() {
        Map<TargetName, Map<Platform, List<ImageUse>>> uses = new HashMap<>();
        Deque<TargetName> open = new ArrayDeque<>(fleet.targets().keySet());
        Map<TargetName, Set<Platform>> wanted = new HashMap<>();
        fleet.targets().forEach((name, target) -> wanted.put(name, new LinkedHashSet<>(platforms.of(target))));
        while (!open.isEmpty()) {
            TargetName name = open.remove();
            Map<Platform, List<ImageUse>> ofTarget = uses.computeIfAbsent(name, key -> new LinkedHashMap<>());
            for (Platform platform : List.copyOf(wanted.get(name))) {
                if (!ofTarget.containsKey(platform)) {
                    Target target = fleet.targets().get(name);
                    List<ImageUse> found = usesOf(target, platform);
                    ofTarget.put(platform, found);
                    if (!platforms.requested().isEmpty()) {
                        addWanted(target, found, platform, wanted, open);
                    }
                }
            }
        }
        SortedMap<TargetName, Dependencies> dependencies = new TreeMap<>();
        fleet.targets().forEach((name, target) -> dependencies.put(name, dependencies(target, uses.get(name))));
        return dependencies;
    }

    /** The command line's platforms are those of what was selected; a parent is built for what is asked of it. */
    private void addWanted(
            Target target,
            List<ImageUse> uses,
            Platform platform,
            Map<TargetName, Set<Platform>> wanted,
            Deque<TargetName> open) {
        for (ImageUse use : uses) {
            localTarget(target, use.reference())
                    .filter(parent -> use.isNeeded())
                    .ifPresent(parent -> {
                        if (wanted.get(parent).add(use.platform().orElse(platform))) {
                            open.add(parent);
                        }
                    });
        }
    }

    private Dependencies dependencies(Target target, Map<Platform, List<ImageUse>> uses) {
        SortedMap<TargetName, SourceLocation> parents = new TreeMap<>();
        SortedSet<ImageReference> externalBases = new TreeSet<>();
        SortedMap<Platform, PlatformDependencies> byPlatform = new TreeMap<>();
        Platform listed = uses.containsKey(Platform.LINUX_AMD64)
                ? Platform.LINUX_AMD64
                : uses.keySet().iterator().next();
        uses.forEach((platform, ofPlatform) -> {
            PlatformDependencies found = sorted(target, ofPlatform, platform);
            found.parents().forEach(use -> {
                if (use.parent().equals(target.name())) {
                    problems.add(onItself(use));
                } else {
                    parents.putIfAbsent(use.parent(), use.location());
                }
            });
            byPlatform.put(platform, found);
            ContextNames.check(target, dockerfiles.get(target.name()), ofPlatform, found.parents(), fleet, problems);
            if (platform.equals(listed)) {
                externalBases.addAll(found.externalImages());
                ofPlatform.stream()
                        .filter(use -> target.tag().context(use.reference()).isEmpty())
                        .forEach(use -> noteUnknownTag(use.reference(), use.location()));
            }
            ofPlatform.forEach(this::notePlatform);
        });
        externalBases.addAll(fleet.externalContexts(target));
        target.tag().contexts().values().forEach(context -> context.image()
                .ifPresent(image -> noteUnknownTag(image, context.place())));
        OwnContexts.check(target, dockerfiles.get(target.name()), fleet, problems);
        return new Dependencies(parents, externalBases, byPlatform);
    }

    private PlatformDependencies sorted(Target target, List<ImageUse> uses, Platform platform) {
        List<ParentUse> parents = new ArrayList<>();
        SortedSet<ImageReference> externalImages = new TreeSet<>();
        for (ImageUse use : uses) {
            Optional<TargetName> local = localTarget(target, use.reference());
            if (local.isPresent()) {
                parents.add(new ParentUse(
                        use.kind(),
                        use.reference(),
                        use.platform().orElse(platform),
                        local.get(),
                        use.location(),
                        use.isNeeded()));
            } else {
                externalImages.add(use.reference());
            }
        }
        return new PlatformDependencies(parents, externalImages);
    }

    /** Returns the uses of images; none if the Dockerfile has errors, which were added. */
    private List<ImageUse> usesOf(Target target, Platform platform) {
        try {
            return uses(target, platform, platforms.builders());
        } catch (InputException invalid) {
            problems.addAll(invalid.problems());
            return List.of();
        }
    }

    /**
     * Returns the uses of images, without those of named contexts that are not images of the fleet.
     *
     * @throws InputException if the Dockerfile has errors
     */
    private List<ImageUse> uses(Target target, Platform platform, BuilderPlatforms builders) {
        return dockerfiles
                .get(target.name())
                .references(
                        new BuildArguments(
                                target.tag().buildArgs(),
                                builders.of(platform),
                                platform,
                                target.definition().build().stage()),
                        triggers.in(target))
                .stream()
                .filter(use -> target.tag().context(use.reference()).isEmpty()
                        || localTarget(target, use.reference()).isPresent())
                .toList();
    }

    /**
     * Adds an error for each parent that is not built for a platform that a target needs it for, and a note where that
     * depends on the builder's platform.
     */
    void checkPlatforms(SortedMap<TargetName, Dependencies> dependencies) {
        if (!platforms.requested().isEmpty()) {
            return;
        }
        dependencies.forEach((name, needs) -> {
            List<Lack> lacks = new ArrayList<>();
            needs.byPlatform().forEach((platform, used) -> lacks.addAll(lacks(used, platform, platforms)));
            if (!lacks.isEmpty()) {
                Set<TargetName> everywhere = new TreeSet<>(fleet.targets().keySet());
                USUAL_BUILDERS.forEach(builders -> everywhere.retainAll(lacking(name, platforms.with(builders))));
                lacks.forEach(lack -> problems.add(
                        everywhere.contains(lack.use().parent())
                                ? lack.use().missing(name, lack.target())
                                : lack.use().missingWith(platforms.builders().of(lack.target()), name, lack.target())));
            }
        });
    }

    /**
     * A parent that is not built for the platform that it is needed for.
     *
     * @param target the platform of the child's image
     */
    private record Lack(ParentUse use, Platform target) {}

    private List<Lack> lacks(PlatformDependencies used, Platform platform, BuildPlatforms assumed) {
        return used.parents().stream()
                .filter(ParentUse::isNeeded)
                .filter(use -> !assumed.of(fleet.targets().get(use.parent())).contains(use.platform()))
                .map(use -> new Lack(use, platform))
                .toList();
    }

    private Set<TargetName> lacking(TargetName name, BuildPlatforms assumed) {
        Target target = fleet.targets().get(name);
        Set<TargetName> parents = new TreeSet<>();
        for (Platform platform : assumed.of(target)) {
            try {
                lacks(sorted(target, uses(target, platform, assumed.builders()), platform), platform, assumed)
                        .forEach(lack -> parents.add(lack.use().parent()));
            } catch (InputException invalidThere) {
                return Set.of();
            }
        }
        return parents;
    }

    private Optional<TargetName> localTarget(Target child, ImageReference reference) {
        return fleet.find(child, reference).map(Target::name);
    }

    private Problem onItself(ParentUse use) {
        Problem problem = Problem.error(
                use.location(), "targets build on each other in a cycle: " + use.parent() + " → " + use.parent());
        return use.reference()
                .onDockerHub()
                .filter(official -> fleet.find(official).isEmpty())
                .map(official ->
                        problem.withHint("to build on the image of that name from Docker Hub, write " + official))
                .orElse(problem);
    }

    private void notePlatform(ImageUse use) {
        use.platform().flatMap(PlatformDoubts::about).ifPresent(note -> problems.add(note.at(use.location())));
    }

    private void noteUnknownTag(ImageReference image, SourceLocation place) {
        fleet.nameOf(image)
                .filter(name -> fleet.find(name).isEmpty())
                .ifPresent(name -> problems.add(Problem.note(
                                place,
                                "'" + image + "' is taken from a registry: the fleet's image '" + name.image()
                                        + "' has no tag '" + name.tag() + "'")
                        .withHint("its tags: " + String.join(", ", tagsOf(name.image())))));
    }

    private List<String> tagsOf(String image) {
        return fleet.images().get(image).allTags().map(tag -> tag.name()).toList();
    }
}
