package dev.imagemanager.pipeline.diff;

import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.generate.UnifiedDiff;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What differs between two states of a fleet.
 *
 * @param images those that differ, by name
 * @param files the generated files that differ, also those of targets that were added or removed
 */
public record FleetDiff(List<ImageDiff> images, SortedMap<Path, Change<GeneratedFile>> files) {

    public FleetDiff {
        images = List.copyOf(images);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * @param before empty if there was no fleet
     * @param after empty if there is no fleet any more
     */
    public static FleetDiff of(Optional<GeneratedFleet> before, Optional<GeneratedFleet> after) {
        return new FleetComparator(before, after).compare();
    }

    public boolean isEmpty() {
        return images.isEmpty();
    }

    public long added() {
        return images.stream().mapToLong(image -> image.added().size()).sum();
    }

    public long removed() {
        return images.stream().mapToLong(image -> image.removed().size()).sum();
    }

    /** Returns how many targets are in both states and differ. */
    public long changed() {
        return images.stream().mapToLong(image -> image.targets().size()).sum();
    }

    /** Returns the aliases that name another tag. */
    public Stream<AliasChange> moves() {
        return images.stream().flatMap(image -> image.aliases().stream()).filter(AliasChange::isMove);
    }

    /** Returns the differences of a generated file. */
    String unified(Path file) {
        Change<GeneratedFile> change = files.get(file);
        return UnifiedDiff.of(
                file,
                change.before().map(GeneratedFile::content),
                change.after().map(GeneratedFile::content));
    }
}
