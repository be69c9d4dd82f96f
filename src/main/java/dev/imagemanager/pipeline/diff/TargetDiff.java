package dev.imagemanager.pipeline.diff;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What differs in a target that is in both states of the fleet.
 *
 * @param parents the targets that it builds on
 * @param bases the images outside the fleet that it builds on
 * @param values by their paths in a definition, such as {@code versions.python}: strings, Booleans, lists and maps
 * @param files generated files by their paths
 */
public record TargetDiff(
        TargetName target,
        List<Change<TargetName>> parents,
        List<Change<ImageReference>> bases,
        SortedMap<String, Change<Object>> values,
        SortedMap<Path, Change<GeneratedFile>> files) {

    public TargetDiff {
        parents = List.copyOf(parents);
        bases = List.copyOf(bases);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    boolean isEmpty() {
        return parents.isEmpty() && bases.isEmpty() && values.isEmpty() && files.isEmpty();
    }
}
