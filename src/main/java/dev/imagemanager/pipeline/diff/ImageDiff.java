package dev.imagemanager.pipeline.diff;

import dev.imagemanager.model.TargetName;
import java.util.List;

/**
 * What differs in an image.
 *
 * @param added targets that were not there before, sorted
 * @param removed targets that are not there any more, sorted
 * @param aliases sorted by name
 * @param targets those that are in both states and differ, sorted by name
 * @param common the number of targets that are in both states
 */
public record ImageDiff(
        String name,
        List<TargetName> added,
        List<TargetName> removed,
        List<AliasChange> aliases,
        List<TargetDiff> targets,
        int common) {

    public ImageDiff {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        aliases = List.copyOf(aliases);
        targets = List.copyOf(targets);
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && aliases.isEmpty() && targets.isEmpty();
    }
}
