package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Target;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.StepReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one target.
 *
 * @param outcomes of its steps, in their order
 */
public record TargetResult(Target target, TargetState state, Map<Activity, Outcome> outcomes) {

    public TargetResult {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** Returns the value for a column of a table. */
    public Optional<Fact.Value> fact(String column) {
        return outcomes.values().stream()
                .flatMap(outcome -> outcome.found().stream())
                .map(StepReport::facts)
                .flatMap(facts -> facts.stream())
                .filter(fact -> fact.column().equals(column))
                .map(Fact::value)
                .findFirst();
    }
}
