package dev.imagemanager.graph;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the images of a Dockerfile that belong to the fleet: unqualified references that equal a target or an alias.
 */
final class DependencyReader {

    private final Fleet fleet;
    private final Map<TargetName, Dockerfile> dockerfiles;
    private final Problems problems;

    DependencyReader(Fleet fleet, Map<TargetName, Dockerfile> dockerfiles, Problems problems) {
        this.fleet = fleet;
        this.dockerfiles = dockerfiles;
        this.problems = problems;
    }

    /** Uses linux/amd64 if the target has no platforms. */
    Dependencies read(Target target) {
        List<Platform> platforms = target.definition().platforms();
        SortedMap<TargetName, SourceLocation> parents = new TreeMap<>();
        SortedMap<ImageReference, TargetName> localReferences = new TreeMap<>();
        SortedSet<ImageReference> externalBases = new TreeSet<>();
        for (Platform platform : platforms.isEmpty() ? List.of(Platform.LINUX_AMD64) : platforms) {
            boolean isListed = platforms.isEmpty()
                    || platform.equals(Platform.LINUX_AMD64)
                    || !platforms.contains(Platform.LINUX_AMD64) && platform.equals(platforms.get(0));
            for (ImageUse use : usesWithTriggers(target, platform)) {
                Optional<TargetName> local = localTarget(use.reference());
                if (local.isPresent()) {
                    parents.putIfAbsent(local.get(), use.location());
                    localReferences.put(use.reference(), local.get());
                } else if (isListed) {
                    externalBases.add(use.reference());
                    noteUnknownTag(use);
                }
            }
        }
        return new Dependencies(parents, localReferences, externalBases);
    }

    private List<ImageUse> usesWithTriggers(Target target, Platform platform) {
        Dockerfile dockerfile = dockerfiles.get(target.name());
        List<ImageUse> uses = new ArrayList<>();
        try {
            uses.addAll(dockerfile.references(arguments(target, platform)));
        } catch (InputException invalid) {
            problems.addAll(invalid.problems());
            return uses;
        }
        try {
            addTriggers(uses, dockerfile);
        } catch (InputException invalid) {
            problems.addAll(invalid.problems());
        }
        return uses;
    }

    private void addTriggers(List<ImageUse> uses, Dockerfile dependent) {
        for (ImageUse use : List.copyOf(uses)) {
            localTarget(use.reference())
                    .filter(parent -> use.kind() == ImageUse.Kind.FROM)
                    .ifPresent(parent -> triggersOf(parent, dependent)
                            .forEach(trigger -> uses.add(new ImageUse(
                                    trigger.kind(), trigger.reference(), use.location(), use.platform()))));
        }
    }

    /** Returns the images that {@code ONBUILD} instructions of a parent need when a child is built. */
    private Stream<ImageUse> triggersOf(TargetName parent, Dockerfile dependent) {
        Dockerfile dockerfile = dockerfiles.get(parent);
        return dockerfile
                .target(fleet.targets().get(parent).definition().build().stage())
                .map(stage -> dockerfile.triggerReferences(stage, dependent))
                .orElse(List.of())
                .stream();
    }

    private static BuildArguments arguments(Target target, Platform platform) {
        return new BuildArguments(
                target.tag().buildArgs(),
                Platform.LINUX_AMD64,
                platform,
                target.definition().build().stage());
    }

    private Optional<TargetName> localTarget(ImageReference reference) {
        return TargetName.of(reference).flatMap(fleet::find).map(Target::name);
    }

    private void noteUnknownTag(ImageUse use) {
        TargetName.of(use.reference())
                .filter(name -> fleet.images().containsKey(name.image()))
                .ifPresent(name -> problems.add(Problem.note(
                                use.location(),
                                "'" + use.reference() + "' is taken from a registry: the fleet's image '" + name.image()
                                        + "' has no tag '" + name.tag() + "'")
                        .withHint("its tags: " + String.join(", ", tagsOf(name.image())))));
    }

    private List<String> tagsOf(String image) {
        return fleet.images().get(image).allTags().map(tag -> tag.name()).toList();
    }
}
