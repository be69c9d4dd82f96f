package dev.imagemanager.pipeline.diff;

import dev.imagemanager.graph.Dependencies;
import dev.imagemanager.model.Image;
import dev.imagemanager.model.Tag;
import dev.imagemanager.model.TagVersion;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compares two states of a fleet. */
final class FleetComparator {

    private final Optional<GeneratedFleet> before;
    private final Optional<GeneratedFleet> after;
    private final SortedMap<Path, Change<GeneratedFile>> files = new TreeMap<>();

    FleetComparator(Optional<GeneratedFleet> before, Optional<GeneratedFleet> after) {
        this.before = before;
        this.after = after;
    }

    FleetDiff compare() {
        SortedSet<String> names = new TreeSet<>();
        Stream.of(before, after)
                .flatMap(Optional::stream)
                .forEach(state -> names.addAll(state.fleet().images().keySet()));
        List<ImageDiff> images = names.stream()
                .map(this::compare)
                .filter(image -> !image.isEmpty())
                .toList();
        return new FleetDiff(images, files);
    }

    private ImageDiff compare(String image) {
        SortedSet<TargetName> old = targets(before, image);
        SortedSet<TargetName> current = targets(after, image);
        List<TargetName> added = without(current, old);
        List<TargetName> removed = without(old, current);
        added.forEach(target -> files.putAll(files(target)));
        removed.forEach(target -> files.putAll(files(target)));
        SortedSet<TargetName> common = new TreeSet<>(old);
        common.retainAll(current);
        List<TargetDiff> changed = common.stream()
                .map(this::compare)
                .filter(target -> !target.isEmpty())
                .toList();
        changed.forEach(target -> files.putAll(target.files()));
        return new ImageDiff(image, added, removed, aliases(image), changed, common.size());
    }

    private static SortedSet<TargetName> targets(Optional<GeneratedFleet> state, String image) {
        SortedSet<TargetName> targets = new TreeSet<>();
        imageOf(state, image)
                .ifPresent(found -> found.allTags().forEach(tag -> targets.add(new TargetName(image, tag.name()))));
        return targets;
    }

    private static Optional<Image> imageOf(Optional<GeneratedFleet> state, String image) {
        return state.map(generated -> generated.fleet().images().get(image));
    }

    private static <T> List<T> without(Collection<T> all, Collection<T> others) {
        return all.stream().filter(item -> !others.contains(item)).toList();
    }

    private List<AliasChange> aliases(String image) {
        SortedMap<String, String> old =
                imageOf(before, image).map(Image::allAliases).orElseGet(TreeMap::new);
        SortedMap<String, String> current =
                imageOf(after, image).map(Image::allAliases).orElseGet(TreeMap::new);
        return changes(old, current).entrySet().stream()
                .map(entry -> new AliasChange(entry.getKey(), entry.getValue(), isBackwards(image, entry.getValue())))
                .toList();
    }

    private Optional<Boolean> isBackwards(String image, Change<String> tag) {
        Optional<TagVersion> old = tag.before().flatMap(name -> version(before, image, name));
        Optional<TagVersion> current = tag.after().flatMap(name -> version(after, image, name));
        return old.isPresent() && current.isPresent()
                ? Optional.of(current.get().isBefore(old.get()))
                : Optional.empty();
    }

    private static Optional<TagVersion> version(Optional<GeneratedFleet> state, String image, String tag) {
        return imageOf(state, image).stream()
                .flatMap(Image::allTags)
                .filter(candidate -> candidate.name().equals(tag))
                .findFirst()
                .flatMap(Tag::version);
    }

    private TargetDiff compare(TargetName target) {
        Dependencies old = before.orElseThrow().portableGraph().dependenciesOf(target);
        Dependencies current = after.orElseThrow().portableGraph().dependenciesOf(target);
        return new TargetDiff(
                target,
                replacements(old.parents().keySet(), current.parents().keySet(), TargetName::image),
                replacements(old.externalBases(), current.externalBases(), ImageReference::repository),
                changes(
                        TargetValues.of(before.orElseThrow().fleet().targets().get(target)),
                        TargetValues.of(after.orElseThrow().fleet().targets().get(target))),
                files(target));
    }

    private SortedMap<Path, Change<GeneratedFile>> files(TargetName target) {
        return changes(filesOf(before, target), filesOf(after, target));
    }

    private static SortedMap<Path, GeneratedFile> filesOf(Optional<GeneratedFleet> state, TargetName target) {
        return state.map(generated -> generated.rendered().get(target))
                .map(rendered -> rendered.files())
                .orElseGet(Collections::emptySortedMap);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, Change<V>> changes(Map<K, V> old, Map<K, V> current) {
        SortedMap<K, Change<V>> changes = new TreeMap<>();
        Stream.of(old, current).flatMap(values -> values.keySet().stream()).forEach(key -> Change.between(
                        Optional.ofNullable(old.get(key)), Optional.ofNullable(current.get(key)))
                .ifPresent(change -> changes.put(key, change)));
        return changes;
    }

    /**
     * Returns what took the place of what: of two images with the same name, or of the only two that differ. Others were
     * removed and added.
     */
    private static <T extends Comparable<T>> List<Change<T>> replacements(
            Collection<T> old, Collection<T> current, Function<T, String> name) {
        List<T> removed = new ArrayList<>(without(old, current));
        List<T> added = new ArrayList<>(without(current, old));
        List<Change<T>> changes = new ArrayList<>();
        for (T one : List.copyOf(removed)) {
            List<T> candidates = named(name.apply(one), added, name);
            if (candidates.size() == 1 && named(name.apply(one), removed, name).size() == 1) {
                changes.add(new Change<>(Optional.of(one), Optional.of(candidates.get(0))));
                removed.remove(one);
                added.remove(candidates.get(0));
            }
        }
        if (removed.size() == 1 && added.size() == 1) {
            changes.add(new Change<>(Optional.of(removed.get(0)), Optional.of(added.get(0))));
        } else {
            removed.forEach(one -> changes.add(new Change<>(Optional.of(one), Optional.empty())));
            added.forEach(one -> changes.add(new Change<>(Optional.empty(), Optional.of(one))));
        }
        return changes;
    }

    private static <T> List<T> named(String name, List<T> all, Function<T, String> nameOf) {
        return all.stream().filter(item -> nameOf.apply(item).equals(name)).toList();
    }
}
