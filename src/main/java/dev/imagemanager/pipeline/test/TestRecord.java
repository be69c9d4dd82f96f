package dev.imagemanager.pipeline.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The record of a target's last test: the content of {@code test-report.json}.
 *
 * @param key the inputs of the test
 */
record TestRecord(TestReport report, ContentKey key) {

    /** So that sums of times in a document that others wrote stay numbers. */
    private static final long LONGEST_MILLISECONDS = Duration.ofDays(7).toMillis();

    boolean hasPassed() {
        return report.failed() == 0 && report.passed() > 0;
    }

    ObjectNode toJson() {
        ObjectNode document = report.toJson();
        key.describe(document);
        return document;
    }

    /**
     * Reads what {@link #toJson} wrote, except for the target, since targets with the same image share results.
     *
     * @return empty if it is not valid in this version
     */
    static Optional<TestRecord> of(TargetName target, JsonNode document) {
        Optional<Platform> platform = Platform.find(document.path("platform").asText());
        Optional<Digest> digest = Digest.find(document.path("digest").asText());
        if (!JsonDocument.isOne(document) || platform.isEmpty() || digest.isEmpty()) {
            return Optional.empty();
        }
        List<TestReport.Case> cases = new ArrayList<>();
        for (JsonNode testCase : document.path("cases")) {
            List<String> errors = new ArrayList<>();
            testCase.path("errors").forEach(error -> errors.add(error.asText()));
            cases.add(new TestReport.Case(
                    testCase.path("name").asText(),
                    testCase.path("passed").asBoolean(),
                    Duration.ofMillis(Math.max(
                            0,
                            Math.min(
                                    LONGEST_MILLISECONDS,
                                    testCase.path("milliseconds").asLong()))),
                    "",
                    errors));
        }
        return Optional.of(
                new TestRecord(new TestReport(target, platform.get(), digest.get(), cases), ContentKey.read(document)));
    }
}
