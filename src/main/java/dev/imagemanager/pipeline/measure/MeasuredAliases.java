package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * The aliases that images turned out to have.
 *
 * @param aliases of the targets that have some
 * @param failures why those of other targets cannot be told, or cannot be given
 */
public record MeasuredAliases(Map<TargetName, List<String>> aliases, Map<TargetName, Problem> failures) {

    public MeasuredAliases {
        aliases = Map.copyOf(aliases);
        failures = Map.copyOf(failures);
    }

    public List<String> of(TargetName target) {
        return aliases.getOrDefault(target, List.of());
    }
}
