package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import java.util.Collection;
import java.util.List;

/**
 * What a run would do.
 *
 * @param work in build order
 */
public record PlanReport(List<PlannedWork> work) {

    public PlanReport {
        work = List.copyOf(work);
    }

    static PlanReport of(Collection<Step.Planned> steps) {
        return new PlanReport(
                steps.stream().flatMap(step -> step.work().stream()).toList());
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return work.stream().allMatch(item -> item.kind() == PlannedWork.Kind.NONE);
    }

    public ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("work");
        work.forEach(item -> describe(item, list.addObject()));
        return document;
    }

    /** Adds an item of a plan to its JSON object. */
    public static void describe(PlannedWork item, ObjectNode node) {
        node.put("step", item.activity().name());
        node.put("target", item.target().toString());
        item.platform().ifPresent(platform -> node.put("platform", platform.toString()));
        node.put("action", item.action());
        item.key().ifPresent(key -> node.put("key", key));
        ArrayNode reasons = node.putArray("reasons");
        item.reasons().forEach(reason -> describe(reason, reasons.addObject()));
    }

    private static void describe(PlannedReason reason, ObjectNode node) {
        node.put("code", reason.code());
        reason.subject().ifPresent(subject -> node.put("subject", subject));
        node.put("text", reason.text());
    }
}
