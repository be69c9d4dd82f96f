package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.SealedDocuments;
import java.util.Optional;

/** The records of a fleet's last tests in {@code dist/}. Only those that this user wrote are used. */
final class TestRecords {

    private static final String KIND = "test report";

    private final OutputDirectory output;
    private final SealedDocuments documents;

    TestRecords(OutputDirectory output, SealedDocuments documents) {
        this.output = output;
        this.documents = documents;
    }

    /** Returns a target's record; empty if there is none that can be used. */
    Optional<TestRecord> read(TargetName target) {
        return output.content(OutputPaths.testReport(target))
                .flatMap(json -> documents.read(KIND, json))
                .flatMap(document -> TestRecord.of(target, document));
    }

    void write(TestRecord record) {
        TargetName target = record.report().target();
        output.write(OutputPaths.testReport(target), documents.print(KIND, record.toJson()));
        output.write(OutputPaths.junitReport(target), record.report().toJunitXml());
    }

    /** Returns whether both reports are there, whatever is in them. */
    boolean isComplete(TargetName target) {
        return output.contains(OutputPaths.testReport(target)) && output.contains(OutputPaths.junitReport(target));
    }

    void remove(TargetName target) {
        output.remove(OutputPaths.testReport(target));
        output.remove(OutputPaths.junitReport(target));
    }
}
