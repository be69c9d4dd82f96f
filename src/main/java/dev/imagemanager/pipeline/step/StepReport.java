package dev.imagemanager.pipeline.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The results of a step for one target. */
public interface StepReport {

    /** Returns the values for tables; a column without a fact stays empty. */
    List<Fact> facts();

    /** Adds the results to the target's JSON object. */
    void describe(ObjectNode target);
}
