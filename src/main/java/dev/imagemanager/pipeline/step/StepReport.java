package dev.imagemanager.pipeline.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a step found out about one target. */
public interface StepReport {

    /** For tables; a column without a fact stays empty. */
    List<Fact> facts();

    /** For JSON documents: adds its keys to what is said of the target. */
    void describe(ObjectNode target);
}
