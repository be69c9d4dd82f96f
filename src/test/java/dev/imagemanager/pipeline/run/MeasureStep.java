package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A kind of work that the program does not have: it measures targets after their tests. */
final class MeasureStep implements Step {

    /** What is measured, by target; one without a number is too large. */
    final Map<String, Integer> heights = new HashMap<>();

    @Override
    public Activity activity() {
        return new Activity(
                "measurement", "measuring", "too large", "not measured", "not measured", "nothing to measure");
    }

    @Override
    public List<String> columns() {
        return List.of("HEIGHT");
    }

    @Override
    public Set<ServiceName> services(Collection<Target> targets) {
        return Set.of();
    }

    @Override
    public Set<Activity> after() {
        return Set.of(TestStep.ACTIVITY);
    }

    @Override
    public Set<Activity> afterOnParents() {
        return Set.of();
    }

    @Override
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return chosen.stream().map(fleet.fleet().targets()::get).toList();
    }

    @Override
    public Execution open(StepContext context) {
        return this::measure;
    }

    private Outcome measure(Target target) {
        Integer height = heights.get(target.toString());
        if (height == null) {
            return new Outcome.Failed(
                    ExitCode.FAILED,
                    List.of(Problem.error(target + " is too large")),
                    List.of("it does not fit"),
                    Optional.empty());
        }
        return new Outcome.Succeeded(false, "is " + height + " high", new Measurement(height));
    }

    private record Measurement(int height) implements StepReport {
        @Override
        public List<Fact> facts() {
            return List.of(Fact.text("HEIGHT", Integer.toString(height)));
        }

        @Override
        public void describe(ObjectNode target) {
            target.put("height", height);
        }
    }
}
