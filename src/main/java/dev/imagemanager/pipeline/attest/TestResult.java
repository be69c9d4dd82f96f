package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;

/** What tests of an image said (in-toto Attestation Framework, "Test Result v0.1"). */
final class TestResult {

    static final String PREDICATE_TYPE = "https://in-toto.io/attestation/test-result/v0.1";

    static final String PASSED = "passedTests";
    static final String FAILED = "failedTests";

    private TestResult() {}

    static ObjectNode of(TargetName target, TestEvidence evidence) {
        ObjectNode predicate = JsonNodeFactory.instance.objectNode();
        predicate.put("result", evidence.failed().isEmpty() ? "PASSED" : "FAILED");
        ObjectNode configuration = predicate.putArray("configuration").addObject();
        configuration.put("name", OutputPaths.test(target).toString());
        configuration
                .putObject("digest")
                .put(evidence.tests().algorithm(), evidence.tests().hex());
        ArrayNode passed = predicate.putArray(PASSED);
        evidence.passed().forEach(passed::add);
        predicate.putArray("warnedTests");
        ArrayNode failed = predicate.putArray(FAILED);
        evidence.failed().forEach(failed::add);
        return predicate;
    }
}
