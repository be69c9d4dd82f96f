package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.ExitCode;
import java.time.Duration;
import java.util.List;

/**
 * What came of all targets, in build order.
 *
 * @param exitCode what it means for the caller
 */
public record RunReport(List<TargetResult> results, Duration time, ExitCode exitCode) {

    public RunReport {
        results = List.copyOf(results);
    }

    public long count(TargetResult.State state) {
        return results.stream().filter(result -> result.state() == state).count();
    }

    public ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("milliseconds", time.toMillis());
        ArrayNode targets = document.putArray("targets");
        for (TargetResult result : results) {
            ObjectNode node = targets.addObject();
            node.put("target", result.target().toString());
            node.put("state", result.state().toString());
            ArrayNode aliases = node.putArray("aliases");
            result.target().aliases().forEach(aliases::add);
            result.build().ifPresent(build -> {
                node.put("digest", build.digest().toString());
                node.put("archiveBytes", build.size());
                node.put("buildMilliseconds", build.time().toMillis());
            });
            result.test().ifPresent(test -> {
                node.put("testsPassed", test.passed());
                node.put("testsFailed", test.failed());
            });
        }
        return document;
    }
}
