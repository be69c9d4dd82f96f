package dev.imagemanager.pipeline.attest;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.PublishSettings.Attestation;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Verifies signatures of images in registries, and what is said about the images. */
@ApplicationScoped
public final class ImageVerification {

    private final ConfigLoader configLoader;
    private final FleetGenerator generator;
    private final BlobSigners signers;
    private final Attachments attachments;

    @Inject
    public ImageVerification(
            ConfigLoader configLoader, FleetGenerator generator, BlobSigners signers, Attachments attachments) {
        this.configLoader = configLoader;
        this.generator = generator;
        this.signers = signers;
        this.attachments = attachments;
    }

    /** An image to verify. */
    private record Subject(
            Attachments.Place repository, String reference, Optional<String> tag, Optional<Digest> digest) {}

    /**
     * @param directory whose settings say who signs; contains the fleet if targets are named
     * @param names references with a registry or a digest, and targets, which are looked for where they are published; empty for all
     *     targets
     * @param snapshot that the tags of targets are of
     * @param publicKey that must have signed, instead of the configured signer
     * @return each image once: those of targets in build order, then references in the order of the names
     * @throws InputException if a name is not valid, or it is not known whose signatures are meant
     * @throws dev.imagemanager.problem.EnvironmentException if a registry cannot be used
     */
    public List<VerifiedImage> verify(
            Path directory, List<String> names, Optional<Snapshot> snapshot, Optional<String> publicKey)
            throws InterruptedException {
        List<ImageReference> references = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (String name : names) {
            reference(name).ifPresentOrElse(references::add, () -> targets.add(name));
        }
        List<Subject> subjects = new ArrayList<>();
        FleetSettings settings;
        if (targets.isEmpty() && !names.isEmpty()) {
            settings = settingsOf(directory);
        } else {
            GeneratedFleet generated = generator.generate(directory);
            settings = generated.fleet().settings();
            subjects.addAll(subjects(generated, targets, snapshot));
        }
        for (ImageReference reference : references) {
            subjects.add(subject(reference, settings));
        }
        SignatureVerifier signer =
                signers.verifier(publicKey, settings.publishing().signing());
        return verify(subjects, required(settings), signer);
    }

    /** Returns a name as a reference; empty if it is a target. */
    private static Optional<ImageReference> reference(String name) {
        return ImageReference.find(name)
                .filter(reference ->
                        reference.registry().isPresent() || reference.digest().isPresent());
    }

    private FleetSettings settingsOf(Path directory) {
        Path existing = ExistingDirectory.require(directory);
        Problems problems = new Problems();
        FleetSettings settings = SettingsResolver.resolve(configLoader.loadSettingsOf(existing, problems), existing);
        problems.throwIfAny();
        return settings;
    }

    private Subject subject(ImageReference reference, FleetSettings settings) {
        String repository = reference.repository();
        String name = repository.substring(repository.indexOf('/') + 1);
        return new Subject(
                attachments.at(settings.registryOf(repository), name),
                reference.toString(),
                Optional.of(reference.tagOrDefault()),
                reference.digest());
    }

    private List<Subject> subjects(GeneratedFleet generated, List<String> patterns, Optional<Snapshot> snapshot) {
        Fleet fleet = generated.fleet();
        List<TargetName> chosen = new TargetSelector(patterns, false, false).select(fleet, generated.portableGraph());
        List<PublishPlace> places = fleet.settings().publishing().destinations();
        if (places.isEmpty()) {
            throw new InputException(Problem.error(
                            "targets are looked for where they are published, and no registry has 'default: true'")
                    .withHint("set it for an entry of 'registries' in .image-manager.yml, or name references such as"
                            + " registry.example.com/python:3.13"));
        }
        List<Subject> subjects = new ArrayList<>();
        for (TargetName name : chosen) {
            Target target = fleet.targets().get(name);
            String tag = Snapshot.tag(snapshot, name.tag());
            for (PublishPlace place : places) {
                Attachments.Place repository = attachments.at(
                        place.registry(), place.repository(target.image().name()));
                subjects.add(new Subject(repository, repository + ":" + tag, Optional.of(tag), Optional.empty()));
            }
        }
        return subjects;
    }

    private static Set<Evident> required(FleetSettings settings) {
        Set<Evident> required = EnumSet.of(Evident.SIGNATURE);
        Set<Attestation> attested = settings.publishing().attest().orElseGet(() -> EnumSet.allOf(Attestation.class));
        attested.forEach(attestation -> required.add(Evident.valueOf(attestation.name())));
        return required;
    }

    private static List<VerifiedImage> verify(List<Subject> subjects, Set<Evident> required, SignatureVerifier signer)
            throws InterruptedException {
        Map<String, Subject> byReference = new LinkedHashMap<>();
        subjects.forEach(subject -> byReference.putIfAbsent(subject.reference(), subject));
        Map<String, VerifiedImage> verified = new ConcurrentHashMap<>();
        Scheduler.ofIndependent(byReference.keySet())
                .runAll(reference -> verified.put(reference, verify(byReference.get(reference), required, signer)));
        return byReference.keySet().stream().map(verified::get).toList();
    }

    private static VerifiedImage verify(Subject subject, Set<Evident> required, SignatureVerifier signer)
            throws InterruptedException {
        Optional<PublishedImage> found = subject.digest().isPresent()
                ? subject.repository().image(subject.digest().get())
                : subject.repository().image(subject.tag().orElseThrow());
        if (found.isEmpty()) {
            return new VerifiedImage(subject.reference(), Optional.empty(), List.of());
        }
        PublishedImage image = found.get();
        ManifestVerifier verifier = new ManifestVerifier(subject.repository(), signer);
        return new VerifiedImage(subject.reference(), Optional.of(image.digest()), parts(image, required, verifier));
    }

    private static List<VerifiedImage.Part> parts(
            PublishedImage image, Set<Evident> required, ManifestVerifier verifier) throws InterruptedException {
        Map<Digest, Optional<Platform>> manifests = new LinkedHashMap<>();
        image.platforms().forEach((platform, digest) -> manifests.put(digest, Optional.of(platform)));
        if (manifests.isEmpty()) {
            manifests.put(image.digest(), Optional.empty());
        }
        Map<Digest, Map<Evident, Finding>> findings = new LinkedHashMap<>();
        for (Digest digest : manifests.keySet()) {
            Map<Evident, Finding> statements = new EnumMap<>(verifier.statements(digest));
            statements.put(Evident.SIGNATURE, verifier.signature(digest));
            findings.put(digest, statements);
        }
        boolean isTested = findings.values().stream().anyMatch(statements -> statements.containsKey(Evident.TESTS));
        List<VerifiedImage.Part> parts = new ArrayList<>();
        if (!manifests.containsKey(image.digest())) {
            parts.add(new VerifiedImage.Part(
                    image.digest(),
                    Optional.empty(),
                    new TreeMap<>(Map.of(Evident.SIGNATURE, verifier.signature(image.digest())))));
        }
        findings.forEach((digest, statements) -> {
            // Tests run on one platform.
            required.stream()
                    .filter(what -> what != Evident.TESTS || !isTested)
                    .forEach(what -> statements.putIfAbsent(what, Finding.missing()));
            parts.add(new VerifiedImage.Part(digest, manifests.get(digest), new TreeMap<>(statements)));
        });
        return parts;
    }
}
