package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.problem.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of all targets, in build order.
 *
 * @param columns the table headings of the steps' facts
 */
public record RunReport(List<String> columns, List<TargetResult> results, Duration time, RunStatistics statistics) {

    /** Internal errors first, then environment errors, which may be the cause of the others. */
    private static final List<ExitCode> WORST_FIRST =
            List.of(ExitCode.BUG, ExitCode.ENVIRONMENT, ExitCode.INPUT, ExitCode.FAILED);

    public RunReport {
        columns = List.copyOf(columns);
        results = List.copyOf(results);
    }

    /** Returns the number of targets in each state. */
    public SortedMap<TargetState, Integer> counts() {
        SortedMap<TargetState, Integer> counts = new TreeMap<>();
        results.forEach(result -> counts.merge(result.state(), 1, Integer::sum));
        return counts;
    }

    /** Returns the targets of which a step failed. */
    public List<TargetResult> failed() {
        return results.stream()
                .filter(result -> result.outcomes().values().stream().anyMatch(Outcome.Failed.class::isInstance))
                .toList();
    }

    /** Returns the exit code of the run. */
    public ExitCode exitCode() {
        Set<ExitCode> failures = results.stream()
                .flatMap(result -> result.outcomes().values().stream())
                .filter(Outcome.Failed.class::isInstance)
                .map(outcome -> ((Outcome.Failed) outcome).exitCode())
                .collect(Collectors.toSet());
        return WORST_FIRST.stream().filter(failures::contains).findFirst().orElse(ExitCode.OK);
    }

    public ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("milliseconds", time.toMillis());
        statistics.describe(document.putObject("schedule"));
        ArrayNode failed = document.putArray("failed");
        failed().forEach(result -> failed.add(result.target().toString()));
        ArrayNode targets = document.putArray("targets");
        for (TargetResult result : results) {
            ObjectNode node = targets.addObject();
            node.put("target", result.target().toString());
            node.put("state", result.state().toString());
            ArrayNode aliases = node.putArray("aliases");
            result.target().aliases().forEach(aliases::add);
            result.outcomes().values().stream()
                    .filter(Outcome.Blocked.class::isInstance)
                    .map(Outcome.Blocked.class::cast)
                    .findFirst()
                    .ifPresent(blocked ->
                            node.put("blockedBy", new Task(blocked.target(), blocked.activity()).toString()));
            result.outcomes().values().forEach(outcome -> outcome.found().ifPresent(report -> report.describe(node)));
        }
        return document;
    }
}
