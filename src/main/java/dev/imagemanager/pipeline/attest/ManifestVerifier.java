package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.attest.Signable.Kind;
import dev.imagemanager.reference.Digest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies what is attached to a manifest or index. It believes what {@code cosign verify} and {@code cosign verify-attestation}
 * believe, and looks where they look: one valid signature is enough, whatever else is there.
 */
record ManifestVerifier(Attachments.Place repository, SignatureVerifier signer) {

    /** As cosign has it, in bytes. */
    private static final long LONGEST_CONTENT = 128 << 20;

    /** In digits. */
    private static final int SHORT_COMMIT = 12;

    private static final String NOT_SIGNED = "it is not signed";
    private static final String OF_OTHER_IMAGE = "it is about another image";

    /** Returns what is said of the signatures of an image. */
    Finding signature(Digest subject) throws InterruptedException {
        Finding finding = Finding.missing();
        for (Attached attached : repository.signatures(subject)) {
            Optional<String> objection = objection(attached, subject);
            if (objection.isEmpty()) {
                return Finding.valid(signer.signer().toString(), describe(signer.signer()));
            }
            finding = Finding.invalid(objection.get());
        }
        return finding;
    }

    private static ObjectNode describe(Signer signer) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        if (signer instanceof Signer.Key key) {
            return facts.put("key", key.name());
        }
        Signer.Identity identity = (Signer.Identity) signer;
        return facts.put("identity", identity.name()).put("issuer", identity.issuer());
    }

    private Optional<String> objection(Attached attached, Digest subject) throws InterruptedException {
        Optional<byte[]> content = repository.read(attached, LONGEST_CONTENT);
        if (content.isEmpty()) {
            return Optional.of(tooLarge());
        }
        Signable payload = new Signable(Kind.PAYLOAD, content.get());
        if (attached.signature().isEmpty()
                || !signer.verifies(payload, attached.signature().get())) {
            return Optional.of(notSignedBySigner());
        }
        return payload.isAbout(subject) ? Optional.empty() : Optional.of(OF_OTHER_IMAGE);
    }

    private String notSignedBySigner() {
        return "it has no valid signature of the " + signer.signer();
    }

    private static String tooLarge() {
        return "it is larger than " + LONGEST_CONTENT / (1 << 20) + " MiB";
    }

    /** Returns what the statements about an image say. Of several that are believed, the newest counts. */
    Map<Evident, Finding> statements(Digest subject) throws InterruptedException {
        Map<Evident, Finding> findings = new EnumMap<>(Evident.class);
        examine(repository.attestations(subject), subject, findings);
        if (findings.size() < Evident.values().length - 1) {
            Map<Evident, Finding> unsigned = new EnumMap<>(Evident.class);
            List<Attached> statements = repository.statements(subject).stream()
                    .filter(attached -> attached.kind() == Attached.Kind.STATEMENT)
                    .toList();
            examine(statements, subject, unsigned);
            unsigned.forEach(findings::putIfAbsent);
        }
        return findings;
    }

    private void examine(List<Attached> candidates, Digest subject, Map<Evident, Finding> findings)
            throws InterruptedException {
        for (Attached candidate : candidates) {
            Optional<byte[]> content = repository.read(candidate, LONGEST_CONTENT);
            if (content.isEmpty()) {
                announced(candidate).ifPresent(what -> findings.putIfAbsent(what, Finding.invalid(tooLarge())));
            } else {
                examine(candidate, content.get(), subject, findings);
            }
        }
    }

    private static Optional<Evident> announced(Attached candidate) {
        return candidate.predicateType().flatMap(Evident::of);
    }

    private void examine(Attached candidate, byte[] content, Digest subject, Map<Evident, Finding> findings)
            throws InterruptedException {
        Optional<Envelope> envelope =
                candidate.kind() == Attached.Kind.ENVELOPE ? Envelope.read(content) : Optional.empty();
        byte[] claim = envelope.map(Envelope::statement).orElse(content);
        Optional<Statement> statement = Statement.read(claim, subject);
        Optional<Evident> what =
                statement.isPresent() ? Evident.of(statement.get().predicateType()) : announced(candidate);
        if (what.isEmpty()) {
            return;
        }
        Optional<String> objection =
                envelope.isEmpty() ? Optional.of(NOT_SIGNED) : objection(envelope.get(), candidate);
        if (objection.isEmpty() && statement.isEmpty()) {
            objection = Optional.of(OF_OTHER_IMAGE);
        }
        if (objection.isPresent()) {
            findings.putIfAbsent(what.get(), Finding.invalid(objection.get()));
        } else {
            findings.put(what.get(), read(what.get(), statement.get().predicate()));
        }
    }

    private Optional<String> objection(Envelope envelope, Attached attached) throws InterruptedException {
        Signable claim = new Signable(Kind.STATEMENT, envelope.statement());
        for (String value : envelope.signatures()) {
            Signature signature = attached.signature()
                    .map(described -> new Signature(value, described.proof()))
                    .orElseGet(() -> Signature.of(value));
            if (signer.verifies(claim, signature)) {
                return Optional.empty();
            }
        }
        return Optional.of(notSignedBySigner());
    }

    private static Finding read(Evident what, JsonNode predicate) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        return switch (what) {
            case PROVENANCE -> provenance(predicate, facts);
            case SBOM -> {
                int packages = Sbom.packages(predicate);
                yield Finding.valid(counted(packages, "package"), facts.put("packages", packages));
            }
            case TESTS -> tests(predicate, facts);
            case SIGNATURE -> throw new IllegalArgumentException("a signature is no statement");
        };
    }

    private static Finding provenance(JsonNode predicate, ObjectNode facts) {
        Optional<String> commit = Provenance.commitOf(predicate);
        facts.put("commit", commit.orElse(null));
        return Finding.valid(
                commit.map(id -> "commit " + id.substring(0, SHORT_COMMIT)).orElse("of no commit"), facts);
    }

    private static Finding tests(JsonNode predicate, ObjectNode facts) {
        int passed = predicate.path(TestResult.PASSED).size();
        int failed = predicate.path(TestResult.FAILED).size();
        facts.put("passed", passed).put("failed", failed);
        return failed == 0
                ? Finding.valid(passed + " passed", facts)
                : new Finding(Finding.State.INVALID, failed + " failed", facts.put("reason", failed + " failed"));
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
