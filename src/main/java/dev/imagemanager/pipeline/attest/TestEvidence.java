package dev.imagemanager.pipeline.attest;

import dev.imagemanager.pipeline.test.TestReport;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.List;

/**
 * The tests of an image. Times are left out: they differ each time.
 *
 * @param digest of the manifest that was tested
 * @param tests of the file with the tests
 */
public record TestEvidence(Digest digest, Platform platform, Digest tests, List<String> passed, List<String> failed) {

    public TestEvidence {
        passed = List.copyOf(passed);
        failed = List.copyOf(failed);
    }

    /** @param tests the content of the file with the tests */
    public static TestEvidence of(TestReport report, byte[] tests) {
        return new TestEvidence(
                report.digest(), report.platform(), Digest.of(tests), names(report, true), names(report, false));
    }

    private static List<String> names(TestReport report, boolean passed) {
        return report.cases().stream()
                .filter(testCase -> testCase.passed() == passed)
                .map(TestReport.Case::name)
                .toList();
    }
}
