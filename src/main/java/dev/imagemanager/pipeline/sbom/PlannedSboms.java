package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.pipeline.step.PlannedWork;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.reference.Platform;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The plan of SBOMs.
 *
 * @param decisions for all targets, in build order
 */
record PlannedSboms(SbomInputs inputs, List<Target> targets, Map<TargetName, SbomDecision> decisions)
        implements Step.Planned {

    PlannedSboms {
        targets = List.copyOf(targets);
        decisions = Map.copyOf(decisions);
    }

    /** The registry is only needed if something is scanned, or may be. */
    @Override
    public Set<ServiceName> services() {
        return mayScan() ? EnumSet.of(ServiceName.REGISTRY) : Set.of();
    }

    private boolean mayScan() {
        return decisions.values().stream().anyMatch(SbomDecision::mayScan);
    }

    @Override
    public List<PlannedWork> work() {
        return targets.stream()
                .flatMap(target -> work(target.name(), decisions.get(target.name())))
                .toList();
    }

    private static Stream<PlannedWork> work(TargetName target, SbomDecision decision) {
        if (decision instanceof SbomDecision.Images images) {
            return images.platforms().entrySet().stream()
                    .map(image -> image.getValue().isUpToDate()
                            ? work(target, Optional.of(image.getKey()), PlannedWork.Kind.NONE, "up to date", List.of())
                            : work(
                                    target,
                                    Optional.of(image.getKey()),
                                    PlannedWork.Kind.SOME,
                                    "scan",
                                    image.getValue().reasons()));
        }
        return Stream.of(
                decision instanceof SbomDecision.AfterBuild
                        ? work(
                                target,
                                Optional.empty(),
                                PlannedWork.Kind.UNKNOWN,
                                "depends",
                                List.of(new PlannedReason("build", "it is built first")))
                        : work(
                                target,
                                Optional.empty(),
                                PlannedWork.Kind.SOME,
                                "fail",
                                List.of(new PlannedReason("error", "there is no image: it was not built"))));
    }

    private static PlannedWork work(
            TargetName target,
            Optional<Platform> platform,
            PlannedWork.Kind kind,
            String action,
            List<PlannedReason> reasons) {
        return new PlannedWork(SbomStep.ACTIVITY, target, platform, kind, action, reasons);
    }

    @Override
    public List<Explanation> explain(TargetName target) {
        SbomDecision decision = decisions.get(target);
        return decision == null
                ? List.of()
                : work(target, decision)
                        .map(work -> new Explanation(work, List.of(), List.of()))
                        .toList();
    }

    @Override
    public Step.Execution open() throws InterruptedException {
        ImageSource source = new ImageSource(inputs);
        if (mayScan()) {
            source.connected();
        }
        return new TargetScanner(inputs, source, decisions);
    }
}
