package dev.imagemanager.pipeline.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** The results of a step for one target. */
public interface StepReport {

    /** Returns the values for tables; a column without a fact stays empty. */
    List<Fact> facts();

    /**
     * One of several things that a step checked.
     *
     * @param errors why it failed; empty if it passed
     * @param output of what was checked
     */
    record Check(String name, Duration time, List<String> errors, String output) {
        public Check {
            errors = List.copyOf(errors);
        }
    }

    /** Returns what was checked, for reports of tests; empty if the step is one thing. */
    default List<Check> checks() {
        return List.of();
    }

    /** Adds the results to the target's JSON object. */
    void describe(ObjectNode target);
}
