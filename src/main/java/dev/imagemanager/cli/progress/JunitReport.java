package dev.imagemanager.cli.progress;

import dev.imagemanager.pipeline.report.JunitDocument;
import dev.imagemanager.pipeline.report.JunitDocument.Case;
import dev.imagemanager.pipeline.report.JunitDocument.Result;
import dev.imagemanager.pipeline.report.JunitDocument.Suite;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.TargetResult;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All builds and tests of a run in one document in the JUnit XML format of Ant, which CI systems read: a suite for each
 * target, a case for its build and for each of its tests.
 */
public final class JunitReport {

    private JunitReport() {}

    /** Returns the document. */
    public static byte[] document(RunReport report, RunEvents events) {
        return JunitDocument.of(
                report.results().stream()
                        .map(result -> new Suite(
                                result.target().toString(), result.target().toString(), cases(result, events)))
                        .filter(suite -> !suite.cases().isEmpty())
                        .toList(),
                report.time());
    }

    private static List<Case> cases(TargetResult result, RunEvents events) {
        List<Case> cases = new ArrayList<>();
        result.outcomes().forEach((activity, outcome) -> {
            List<StepReport.Check> checks =
                    outcome.found().map(StepReport::checks).orElse(List.of());
            checks.stream().map(Case::of).forEach(cases::add);
            if (checks.isEmpty() && (activity.isAnnounced() || outcome instanceof Outcome.Failed)) {
                cases.add(of(activity, outcome, events.time(result.target().name(), activity.name())));
            }
        });
        return cases;
    }

    private static Case of(Activity activity, Outcome outcome, Duration time) {
        if (outcome instanceof Outcome.Failed failed) {
            String details = failed.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")) + "\n"
                    + String.join("\n", failed.details());
            return new Case(
                    activity.name(),
                    time,
                    failed.exitCode() == ExitCode.FAILED ? Result.FAILURE : Result.ERROR,
                    failed.problems().get(0).message(),
                    details,
                    "");
        }
        if (outcome instanceof Outcome.Blocked blocked) {
            return skipped(activity, blocked.reason());
        }
        if (outcome instanceof Outcome.Omitted omitted) {
            return skipped(activity, omitted.note().message());
        }
        return outcome instanceof Outcome.Cancelled
                ? skipped(activity, "cancelled")
                : new Case(activity.name(), time, Result.PASSED, "", "", "");
    }

    private static Case skipped(Activity activity, String reason) {
        return new Case(activity.name(), Duration.ZERO, Result.SKIPPED, reason, "", "");
    }
}
