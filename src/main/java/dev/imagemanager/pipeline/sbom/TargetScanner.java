package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.config.TimeSpan;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Executes the plan of SBOMs and writes them. Safe for use by several threads. */
final class TargetScanner implements Step.Execution {

    /** For each platform. */
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(10);

    private final SbomInputs inputs;
    private final ImageSource source;
    private final Map<TargetName, SbomDecision> planned;

    TargetScanner(SbomInputs inputs, ImageSource source, Map<TargetName, SbomDecision> planned) {
        this.inputs = inputs;
        this.source = source;
        this.planned = Map.copyOf(planned);
    }

    @Override
    public boolean hasWork(Target target) {
        return planned.get(target.name()).mayScan();
    }

    @Override
    public Outcome run(Target target) throws InterruptedException {
        TargetName name = target.name();
        BuildRecord built = inputs.built().read(name).orElseThrow(() -> notBuilt(name));
        SbomDecision.Images decision = decide(name, built.images());
        Optional<SbomRecord> before = inputs.records().read(name);
        if (!decision.mayScan()) {
            SbomReport report = new SbomReport(before.orElseThrow());
            return new Outcome.Succeeded(true, "SBOM up to date: " + report.packages() + " packages", report);
        }
        try {
            SbomReport report = new SbomReport(scan(name, built.digest(), decision, before));
            return new Outcome.Succeeded(false, report.packages() + " packages", report);
        } catch (TimeLimitException tooSlow) {
            return new Outcome.Failed(ExitCode.FAILED, List.of(exceeded(name)), tooSlow.lastLines(), Optional.empty());
        }
    }

    /** Decides again if the images are others than the plan was made for. */
    private SbomDecision.Images decide(TargetName target, Map<Platform, Digest> images) throws InterruptedException {
        if (planned.get(target) instanceof SbomDecision.Images decision
                && digests(decision).equals(images)) {
            return decision;
        }
        return inputs.planner().decide(target, images);
    }

    private static Map<Platform, Digest> digests(SbomDecision.Images decision) {
        Map<Platform, Digest> digests = new TreeMap<>();
        decision.platforms().forEach((platform, image) -> digests.put(platform, image.digest()));
        return digests;
    }

    private SbomRecord scan(TargetName target, Digest image, SbomDecision.Images decision, Optional<SbomRecord> before)
            throws InterruptedException {
        SortedMap<Platform, SbomRecord.Entry> entries = new TreeMap<>();
        for (Map.Entry<Platform, SbomDecision.Image> ofPlatform :
                decision.platforms().entrySet()) {
            Platform platform = ofPlatform.getKey();
            entries.put(
                    platform,
                    ofPlatform.getValue().isUpToDate()
                            ? before.orElseThrow().platforms().get(platform)
                            : scan(
                                    target,
                                    platform,
                                    ofPlatform.getValue().digest(),
                                    decision.platforms().size() == 1));
        }
        SbomRecord record = new SbomRecord(target, image, entries);
        inputs.records().write(record, before);
        return record;
    }

    private SbomRecord.Entry scan(TargetName target, Platform platform, Digest image, boolean isOnlyPlatform)
            throws InterruptedException {
        ImageSource.Connected connected = source.connected();
        PackageScanner.Scan scan = connected
                .scanner()
                .scan(new PackageScanner.Request(
                        target,
                        platform,
                        connected.store().pinned(target.image(), image),
                        limit().orElse(USUAL_LIMIT)));
        PackageScanner.Identity identity = connected.scanner().identity();
        SbomSubject subject =
                new SbomSubject(target, platform, image, inputs.time().latest(), identity);
        SpdxDocument spdx = SpdxDocument.of(scan.spdx(), subject);
        byte[] cycloneDx = CycloneDxDocument.of(scan.cycloneDx(), subject);
        Map<SbomFormat, SbomRecord.Content> files = new EnumMap<>(SbomFormat.class);
        files.put(
                SbomFormat.SPDX,
                inputs.records().write(target, platform, isOnlyPlatform, SbomFormat.SPDX, spdx.content()));
        files.put(
                SbomFormat.CYCLONEDX,
                inputs.records().write(target, platform, isOnlyPlatform, SbomFormat.CYCLONEDX, cycloneDx));
        return new SbomRecord.Entry(image, identity.toString(), spdx.packages(), files);
    }

    private Optional<Duration> limit() {
        return inputs.context().timeLimit();
    }

    private Problem exceeded(TargetName target) {
        Duration time = limit().orElse(USUAL_LIMIT);
        return Problem.error(
                        "the scan of " + target + " did not end within " + TimeSpan.format(time) + ", and was stopped")
                .withHint("use --timeout " + TimeSpan.format(time.multipliedBy(2)));
    }

    private static InputException notBuilt(TargetName target) {
        return new InputException(Problem.error("there is no image of " + target
                        + ": there is no record of its build in " + OutputPaths.buildRecord(target))
                .withHint("build it first: image-manager build " + target));
    }
}
