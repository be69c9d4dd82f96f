package dev.imagemanager.pipeline.attest;

import dev.imagemanager.model.settings.PublishSettings.Attestation;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Which statements images get: those that are asked for, or those that there is evidence for.
 *
 * @param wanted empty for what there is
 */
record Statements(Optional<Set<Attestation>> wanted, Optional<FleetSource> source) {

    /** Returns what is missing. */
    List<Problem> missing(AttestedImage image) {
        Set<Attestation> required = wanted.orElseGet(() -> EnumSet.noneOf(Attestation.class));
        List<Problem> missing = new ArrayList<>();
        if (required.contains(Attestation.SBOM)) {
            image.platforms().keySet().stream()
                    .filter(platform -> !image.evidence().sboms().containsKey(platform))
                    .map(platform ->
                            missing(image, "there is no SBOM of " + image.target() + " for " + platform, "sbom"))
                    .forEach(missing::add);
        }
        if (required.contains(Attestation.TESTS) && image.evidence().tests().isEmpty()) {
            String message = "there are no test results of " + image.target();
            missing.add(
                    image.target().tag().test().isPresent()
                            ? missing(image, message, "test")
                            : wanted(message)
                                    .withHint("write a test for it, or leave 'tests' out of 'publish.attest'"));
        }
        return missing;
    }

    private static Problem missing(AttestedImage image, String message, String command) {
        return wanted(message).withHint("run 'image-manager " + command + " " + image.target() + "' first");
    }

    private static Problem wanted(String message) {
        return Problem.error(message + ", which 'publish.attest' asks for");
    }

    List<Statement> of(AttestedImage image) {
        String name = image.target().toString();
        List<Statement> statements = new ArrayList<>();
        image.platforms().forEach((platform, manifest) -> {
            if (isWanted(Attestation.PROVENANCE)) {
                statements.add(Statement.of(
                        Provenance.PREDICATE_TYPE,
                        name,
                        manifest,
                        Provenance.of(
                                image.target(),
                                platform,
                                inputs(image, platform),
                                source,
                                Optional.ofNullable(image.evidence().builds().get(platform)))));
            }
            byte[] sbom = image.evidence().sboms().get(platform);
            if (isWanted(Attestation.SBOM) && sbom != null) {
                statements.add(Statement.of(Sbom.PREDICATE_TYPE, name, manifest, Sbom.of(name, sbom)));
            }
        });
        if (isWanted(Attestation.TESTS)) {
            image.evidence()
                    .tests()
                    .map(tests -> Statement.of(
                            TestResult.PREDICATE_TYPE,
                            name,
                            tests.digest(),
                            TestResult.of(image.target().name(), tests)))
                    .ifPresent(statements::add);
        }
        return statements;
    }

    private boolean isWanted(Attestation attestation) {
        return wanted.isEmpty() || wanted.get().contains(attestation);
    }

    private static SortedMap<String, String> inputs(AttestedImage image, Platform platform) {
        return image.evidence().inputs().getOrDefault(platform, Collections.emptySortedMap());
    }
}
