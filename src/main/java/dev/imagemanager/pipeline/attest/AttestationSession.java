package dev.imagemanager.pipeline.attest;

import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.pipeline.attest.Signable.Kind;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Attaches statements and signatures to the images of one command. What is attached already is not attached again: a signature
 * of the same signer, and a statement that says the same. Safe for use by several threads.
 */
public final class AttestationSession {

    /** Of a payload, in bytes. Others have annotations of their users in theirs. */
    private static final long LONGEST_PAYLOAD = 64 << 10;

    /** Of a provenance in its envelope, in bytes. */
    private static final long LONGEST_PROVENANCE = 4 << 20;

    /** How many signatures of others are looked at. */
    private static final int MOST_CANDIDATES = 50;

    private final Attachments attachments;
    private final Optional<BlobSigner> signer;
    private final Statements statements;

    /** Two targets may be the same image, or have one in common. */
    private final Map<String, Lock> manifests = new ConcurrentHashMap<>();

    AttestationSession(Attachments attachments, Optional<BlobSigner> signer, Statements statements) {
        this.attachments = attachments;
        this.signer = signer;
        this.statements = statements;
    }

    /** Returns what the fleet wants attached to an image and is missing. To be asked before anything is published. */
    public List<Problem> missing(AttestedImage image) {
        return statements.missing(image);
    }

    /**
     * Attaches to an image that the place has.
     *
     * @return what was attached now
     * @throws InputException if something is {@link #missing}
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be signed, or the registry cannot be used
     */
    public List<Added> attach(AttestedImage image, PublishPlace place) throws InterruptedException {
        List<Problem> missing = missing(image);
        if (!missing.isEmpty()) {
            throw new InputException(missing);
        }
        Attachments.Place repository = attachments.at(
                place.registry(), place.repository(image.target().image().name()));
        List<Lock> locks = locks(repository, image);
        int held = 0;
        try {
            for (Lock lock : locks) {
                lock.lockInterruptibly();
                held++;
            }
            return signer.isPresent()
                    ? attachSigned(image, repository, signer.get())
                    : attachUnsigned(image, repository);
        } finally {
            locks.subList(0, held).forEach(Lock::unlock);
        }
    }

    /** Returns the locks of an image's digests. All threads take them in the same order. */
    private List<Lock> locks(Attachments.Place repository, AttestedImage image) {
        return image.digests().stream()
                .sorted()
                .map(digest -> manifests.computeIfAbsent(repository + "@" + digest, name -> new ReentrantLock()))
                .toList();
    }

    /** Something that is not attached yet. */
    private record Gap(Digest subject, Signable content, Optional<Statement> statement) {

        Attachment filled(Signature signature) {
            return statement
                    .<Attachment>map(claim -> new Attachment.OfStatement(claim, Optional.of(signature)))
                    .orElseGet(() -> new Attachment.OfImage(content, signature));
        }
    }

    private List<Added> attachSigned(AttestedImage image, Attachments.Place repository, BlobSigner by)
            throws InterruptedException {
        List<Gap> gaps = new ArrayList<>();
        for (Digest subject : image.digests()) {
            Signable payload = Signable.payload(repository.toString(), subject);
            if (!isSigned(repository, subject, payload, by)) {
                gaps.add(new Gap(subject, payload, Optional.empty()));
            }
        }
        Map<Digest, List<Attached>> known = new LinkedHashMap<>();
        for (Statement statement : statements.of(image)) {
            if (!known.containsKey(statement.subject())) {
                known.put(statement.subject(), repository.attestations(statement.subject()));
            }
            Signable content = new Signable(Kind.STATEMENT, statement.content());
            if (!isStated(repository, statement, content, known.get(statement.subject()), by)) {
                gaps.add(new Gap(statement.subject(), content, Optional.of(statement)));
            }
        }
        return fill(gaps, repository, by);
    }

    private static List<Added> fill(List<Gap> gaps, Attachments.Place repository, BlobSigner by)
            throws InterruptedException {
        if (gaps.isEmpty()) {
            return List.of();
        }
        List<Signature> signatures = by.sign(gaps.stream().map(Gap::content).toList());
        Map<Digest, List<Attachment>> bySubject = new LinkedHashMap<>();
        for (int i = 0; i < gaps.size(); i++) {
            Gap gap = gaps.get(i);
            bySubject
                    .computeIfAbsent(gap.subject(), subject -> new ArrayList<>())
                    .add(gap.filled(signatures.get(i)));
        }
        List<Added> added = new ArrayList<>();
        for (Map.Entry<Digest, List<Attachment>> entry : bySubject.entrySet()) {
            add(entry.getKey(), entry.getValue(), repository, added);
        }
        return added;
    }

    private static void add(
            Digest subject, List<Attachment> attachments, Attachments.Place repository, List<Added> added)
            throws InterruptedException {
        for (Attachment attachment : repository.add(subject, attachments)) {
            added.add(
                    attachment instanceof Attachment.OfStatement claim
                            ? new Added(
                                    subject,
                                    Evident.of(claim.statement().predicateType())
                                            .orElseThrow(),
                                    claim.signature().isPresent())
                            : new Added(subject, Evident.SIGNATURE, true));
        }
    }

    private static boolean isSigned(Attachments.Place repository, Digest subject, Signable payload, BlobSigner by)
            throws InterruptedException {
        List<Attached> candidates = repository.signatures(subject).stream()
                .filter(candidate -> candidate.signature().isPresent())
                .limit(MOST_CANDIDATES)
                .toList();
        Digest own = Digest.of(payload.content());
        for (Attached candidate : candidates) {
            if (candidate.digest().equals(own)
                    && by.verifies(payload, candidate.signature().get())) {
                return true;
            }
        }
        for (Attached candidate : candidates) {
            if (!candidate.digest().equals(own) && isOfOtherPlace(repository, subject, candidate, by)) {
                return true;
            }
        }
        return false;
    }

    /** An image that was copied with its signatures is signed, although they name the place where it was. */
    private static boolean isOfOtherPlace(
            Attachments.Place repository, Digest subject, Attached candidate, BlobSigner by)
            throws InterruptedException {
        Optional<Signable> payload =
                repository.read(candidate, LONGEST_PAYLOAD).map(content -> new Signable(Kind.PAYLOAD, content));
        return payload.isPresent()
                && payload.get().isAbout(subject)
                && by.verifies(payload.get(), candidate.signature().get());
    }

    /** Nothing needs to be read for an envelope with the same statement: it has the digest of the one that would be made. */
    private static boolean isStated(
            Attachments.Place repository,
            Statement statement,
            Signable content,
            List<Attached> candidates,
            BlobSigner by)
            throws InterruptedException {
        for (Attached candidate : candidates) {
            if (candidate.signature().isPresent()
                    && candidate
                            .predicateType()
                            .filter(statement.predicateType()::equals)
                            .isPresent()) {
                Signature signature = candidate.signature().get();
                boolean isSame =
                        candidate.digest().equals(Digest.of(Envelope.of(statement.content(), signature.value())));
                if (isSame ? by.verifies(content, signature) : isOfSameBuild(repository, statement, candidate, by)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOfSameBuild(
            Attachments.Place repository, Statement statement, Attached candidate, BlobSigner by)
            throws InterruptedException {
        if (!statement.predicateType().equals(Provenance.PREDICATE_TYPE)) {
            return false;
        }
        Optional<Envelope> envelope =
                repository.read(candidate, LONGEST_PROVENANCE).flatMap(Envelope::read);
        return envelope.isPresent()
                && isOfSameBuild(statement, envelope.get().statement())
                && by.verifies(
                        new Signable(Kind.STATEMENT, envelope.get().statement()),
                        candidate.signature().get());
    }

    private static boolean isOfSameBuild(Statement statement, byte[] other) {
        return Statement.read(other, statement.subject())
                .filter(found -> found.predicateType().equals(statement.predicateType())
                        && Provenance.areOfSameBuild(statement.predicate(), found.predicate()))
                .isPresent();
    }

    private List<Added> attachUnsigned(AttestedImage image, Attachments.Place repository) throws InterruptedException {
        Map<Digest, List<Attached>> known = new LinkedHashMap<>();
        Map<Digest, List<Attachment>> gaps = new LinkedHashMap<>();
        for (Statement statement : statements.of(image)) {
            Digest subject = statement.subject();
            if (!known.containsKey(subject)) {
                known.put(subject, repository.statements(subject));
            }
            if (!isStatedUnsigned(repository, statement, known.get(subject))) {
                gaps.computeIfAbsent(subject, digest -> new ArrayList<>())
                        .add(new Attachment.OfStatement(statement, Optional.empty()));
            }
        }
        List<Added> added = new ArrayList<>();
        for (Map.Entry<Digest, List<Attachment>> gap : gaps.entrySet()) {
            add(gap.getKey(), gap.getValue(), repository, added);
        }
        return added;
    }

    private static boolean isStatedUnsigned(
            Attachments.Place repository, Statement statement, List<Attached> candidates) throws InterruptedException {
        Digest content = Digest.of(statement.content());
        for (Attached candidate : candidates) {
            if (candidate.kind() == Attached.Kind.STATEMENT
                    && (candidate.digest().equals(content)
                            || statement.predicateType().equals(Provenance.PREDICATE_TYPE)
                                    && repository
                                            .read(candidate, LONGEST_PROVENANCE)
                                            .filter(other -> isOfSameBuild(statement, other))
                                            .isPresent())) {
                return true;
            }
        }
        return false;
    }
}
