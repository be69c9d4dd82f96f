package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plans of steps, for others than those who execute them.
 *
 * @param chosen the selected targets, in build order
 * @param steps the plans of the steps that have targets, in their order
 */
public record PlannedSteps(StepContext context, List<TargetName> chosen, Map<Activity, Step.Planned> steps) {

    public PlannedSteps {
        chosen = List.copyOf(chosen);
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    public Fleet fleet() {
        return context.fleet().fleet();
    }

    /** What is done with plans. */
    public interface Use<R> {
        R of(PlannedSteps plans) throws InterruptedException;
    }
}
