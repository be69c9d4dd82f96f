package dev.imagemanager.pipeline.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.report.JunitDocument;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The test results of one image on one platform.
 *
 * @param digest of the manifest of the image that was tested
 */
public record TestReport(TargetName target, Platform platform, Digest digest, List<Case> cases) implements StepReport {

    static final String COLUMN = "TESTS";

    public TestReport {
        cases = List.copyOf(cases);
    }

    /** @param errors why it failed; empty if it passed */
    public record Case(String name, boolean passed, Duration time, String output, List<String> errors) {
        public Case {
            errors = List.copyOf(errors);
        }
    }

    /** Returns a copy with the output of the tests changed, for what must not be shown. */
    TestReport masked(UnaryOperator<String> mask) {
        return new TestReport(
                target,
                platform,
                digest,
                cases.stream()
                        .map(testCase -> new Case(
                                mask.apply(testCase.name()),
                                testCase.passed(),
                                testCase.time(),
                                mask.apply(testCase.output()),
                                testCase.errors().stream().map(mask).toList()))
                        .toList());
    }

    public int passed() {
        return (int) cases.stream().filter(Case::passed).count();
    }

    public int failed() {
        return cases.size() - passed();
    }

    public Duration time() {
        return cases.stream().map(Case::time).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public List<Fact> facts() {
        return List.of(Fact.text(COLUMN, passed() + "/" + cases.size()));
    }

    @Override
    public List<Check> checks() {
        return cases.stream()
                .map(testCase -> new Check(testCase.name(), testCase.time(), testCase.errors(), testCase.output()))
                .toList();
    }

    @Override
    public void describe(ObjectNode node) {
        node.put("testsPassed", passed());
        node.put("testsFailed", failed());
    }

    ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("target", target.toString());
        document.put("platform", platform.toString());
        document.put("digest", digest.toString());
        document.put("passed", passed());
        document.put("failed", failed());
        ArrayNode list = document.putArray("cases");
        for (Case testCase : cases) {
            ObjectNode node = list.addObject();
            node.put("name", testCase.name());
            node.put("passed", testCase.passed());
            node.put("milliseconds", testCase.time().toMillis());
            ArrayNode errors = node.putArray("errors");
            testCase.errors().forEach(errors::add);
        }
        return document;
    }

    /** Returns the report in the JUnit XML format of Ant, which CI systems read. */
    byte[] toJunitXml() {
        return JunitDocument.of(new JunitDocument.Suite(
                target + " " + platform,
                target.toString(),
                checks().stream().map(JunitDocument.Case::of).toList()));
    }
}
