package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The plan of tests.
 *
 * @param decisions for all targets, in build order
 */
record PlannedTests(TestInputs inputs, List<Target> targets, Map<TargetName, TestDecision> decisions)
        implements Step.Planned {

    PlannedTests {
        targets = List.copyOf(targets);
        decisions = Map.copyOf(decisions);
    }

    /** A Docker daemon is only needed if something is tested, or may be. */
    @Override
    public Set<ServiceName> services() {
        return decisions.values().stream().anyMatch(PlannedTests::mayBeTested)
                ? EnumSet.of(ServiceName.DIND)
                : Set.of();
    }

    static boolean mayBeTested(TestDecision decision) {
        return decision instanceof TestDecision.Test || decision instanceof TestDecision.AfterBuild;
    }

    @Override
    public List<PlannedWork> work() {
        return targets.stream()
                .map(target -> work(target.name(), decisions.get(target.name())))
                .toList();
    }

    private static PlannedWork work(TargetName target, TestDecision decision) {
        if (decision instanceof TestDecision.UpToDate upToDate) {
            Platform platform = upToDate.record().report().platform();
            return upToDate.isRemembered()
                    ? work(
                            target,
                            Optional.of(platform),
                            PlannedWork.Kind.NONE,
                            "up to date",
                            List.of(new PlannedReason("remembered", "the build registry has the report of this test")))
                    : work(target, Optional.of(platform), PlannedWork.Kind.NONE, "up to date", List.of());
        }
        if (decision instanceof TestDecision.Test test) {
            return work(target, test.platform(), PlannedWork.Kind.SOME, "test", test.reasons())
                    .withKey(test.key().flatMap(ContentKey::known));
        }
        if (decision instanceof TestDecision.AfterBuild) {
            return work(
                    target,
                    Optional.empty(),
                    PlannedWork.Kind.UNKNOWN,
                    "depends",
                    List.of(new PlannedReason("build", "it is built first")));
        }
        return work(
                target,
                Optional.empty(),
                PlannedWork.Kind.SOME,
                "fail",
                List.of(new PlannedReason("error", "there is no image: it was not built")));
    }

    private static PlannedWork work(
            TargetName target,
            Optional<Platform> platform,
            PlannedWork.Kind kind,
            String action,
            List<PlannedReason> reasons) {
        return new PlannedWork(TestStep.ACTIVITY, target, platform, kind, action, reasons);
    }

    @Override
    public List<Explanation> explain(TargetName target) {
        TestDecision decision = decisions.get(target);
        if (decision == null) {
            return List.of();
        }
        SortedMap<String, String> now = decision.inputs();
        List<Explanation.Input> compared = now.isEmpty()
                ? List.of()
                : Explanation.compare(lastInputs(target), now, (name, before, present) -> List.of());
        return List.of(new Explanation(work(target, decision), compared, List.of()));
    }

    @Override
    public Optional<StepReport> result(TargetName target) {
        return decisions.get(target) instanceof TestDecision.UpToDate upToDate
                ? Optional.of(upToDate.record().report())
                : Optional.empty();
    }

    private SortedMap<String, String> lastInputs(TargetName target) {
        return inputs.records()
                .read(target)
                .map(record -> record.key().components())
                .orElseGet(Collections::emptySortedMap);
    }

    @Override
    public Step.Execution open() throws InterruptedException {
        if (!services().isEmpty()) {
            inputs.daemon().connected();
        }
        return new TargetTester(inputs, decisions);
    }
}
