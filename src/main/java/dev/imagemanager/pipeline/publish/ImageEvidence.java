package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.attest.AttestedImage;
import dev.imagemanager.pipeline.attest.Evidence;
import dev.imagemanager.pipeline.attest.TestEvidence;
import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.build.BuilderProvenance;
import dev.imagemanager.pipeline.run.PlannedSteps;
import dev.imagemanager.pipeline.sbom.Sboms;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.test.TestReport;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What plans and records know about images that are published. Safe for use by several threads. */
final class ImageEvidence {

    private final PlannedSteps plans;
    private final BuildRecords records;
    private final Sboms sboms;

    ImageEvidence(PlannedSteps plans, SealedDocuments documents) {
        this.plans = plans;
        this.records = new BuildRecords(
                plans.context().output(), documents, plans.context().listener());
        this.sboms = new Sboms(plans.context().output(), documents);
    }

    AttestedImage of(PublishableImage image) {
        return attested(image, inputs(image.target().name()), builds(image));
    }

    /** Returns only what a fleet may ask for and not have; asked for all images, also those that are published. */
    AttestedImage ofRequired(PublishableImage image) {
        return attested(image, Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    private AttestedImage attested(
            PublishableImage image,
            SortedMap<Platform, SortedMap<String, String>> inputs,
            SortedMap<Platform, BuilderProvenance> builds) {
        TargetName name = image.target().name();
        SortedMap<Platform, byte[]> documents = new TreeMap<>();
        image.platforms().forEach((platform, digest) -> sboms.spdx(name, platform, digest)
                .ifPresent(content -> documents.put(platform, content)));
        return new AttestedImage(
                image.target(),
                image.digest(),
                image.platforms(),
                new Evidence(inputs, builds, tests(name), documents));
    }

    private SortedMap<Platform, SortedMap<String, String>> inputs(TargetName name) {
        SortedMap<Platform, SortedMap<String, String>> inputs = new TreeMap<>();
        for (Explanation explanation : plans.steps().get(BuildStep.ACTIVITY).explain(name)) {
            SortedMap<String, String> present = new TreeMap<>();
            explanation.inputs().forEach(input -> input.now().ifPresent(value -> present.put(input.name(), value)));
            explanation.work().platform().ifPresent(platform -> inputs.put(platform, present));
        }
        return inputs;
    }

    /** A record may be about an earlier image. */
    private SortedMap<Platform, BuilderProvenance> builds(PublishableImage image) {
        SortedMap<Platform, BuilderProvenance> builds = new TreeMap<>();
        records.read(image.target().name())
                .ifPresent(record -> record.platforms().forEach((platform, built) -> {
                    if (built.digest().equals(image.platforms().get(platform))) {
                        built.provenance().ifPresent(said -> builds.put(platform, said));
                    }
                }));
        return builds;
    }

    private Optional<TestEvidence> tests(TargetName name) {
        Step.Planned tests = plans.steps().get(TestStep.ACTIVITY);
        return tests == null
                ? Optional.empty()
                : tests.result(name)
                        .filter(TestReport.class::isInstance)
                        .map(report -> TestEvidence.of(
                                (TestReport) report,
                                plans.context()
                                        .fleet()
                                        .rendered()
                                        .get(name)
                                        .files()
                                        .get(OutputPaths.test(name))
                                        .content()));
    }
}
