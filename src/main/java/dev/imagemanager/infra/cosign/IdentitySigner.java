package dev.imagemanager.infra.cosign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.cosign.CosignProgram.Answer;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.pipeline.attest.BlobSigner;
import dev.imagemanager.pipeline.attest.Envelope;
import dev.imagemanager.pipeline.attest.Signable;
import dev.imagemanager.pipeline.attest.Signable.Kind;
import dev.imagemanager.pipeline.attest.Signature;
import dev.imagemanager.pipeline.attest.Signer;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signs with the identity of a CI job, for which Fulcio gives a certificate, and Rekor keeps an entry. cosign also verifies such
 * signatures: it knows the authorities.
 */
record IdentitySigner(CosignProgram cosign, Signer.Identity signer) implements BlobSigner {

    /** Annotations of layers that cosign reads ({@code pkg/oci/static}). */
    private static final String CERTIFICATE = "dev.sigstore.cosign/certificate";

    private static final String LOG_ENTRY = "dev.sigstore.cosign/bundle";

    /** Fields of the file with all that verifies a blob ({@code cosign.LocalSignedPayload}). */
    private static final String SIGNATURE_FIELD = "base64Signature";

    private static final String CERTIFICATE_FIELD = "cert";
    private static final String LOG_ENTRY_FIELD = "rekorBundle";

    /** What cosign says where it cannot get the keys of the authorities. */
    private static final List<String> OFFLINE =
            List.of("getting Rekor public keys", "getting Fulcio roots", "getting ctlog public keys");

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<Signature> sign(List<Signable> contents) throws InterruptedException {
        cosign.require();
        List<Signature> signatures = new ArrayList<>();
        for (Signable content : contents) {
            signatures.add(sign(content));
        }
        return signatures;
    }

    private Signature sign(Signable content) throws InterruptedException {
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            Path file = Files.write(work.resolve("content"), content.content());
            Path bundle = work.resolve("bundle.json");
            List<String> arguments = content.kind() == Kind.PAYLOAD
                    ? List.of("sign-blob", "--yes", "--bundle", bundle.toString(), file.toString())
                    : List.of("attest-blob", "--yes", "--bundle", bundle.toString(), "--statement", file.toString());
            Answer answer = cosign.ask(Map.of(), arguments);
            if (!answer.isSuccess()) {
                throw failed(answer.reason());
            }
            return signature(content, JSON.readTree(bundle.toFile()));
        } catch (IOException | IllegalArgumentException failure) {
            throw failed(failure instanceof IOException io ? FailureReason.of(io) : failure.getMessage());
        }
    }

    /** @throws IllegalArgumentException if the bundle is not valid */
    private static Signature signature(Signable content, JsonNode bundle) {
        SortedMap<String, String> proof = new TreeMap<>();
        proof.put(CERTIFICATE, decoded(bundle.path(CERTIFICATE_FIELD).asText()));
        proof.put(LOG_ENTRY, bundle.path(LOG_ENTRY_FIELD).toString());
        String value = bundle.path(SIGNATURE_FIELD).asText();
        return new Signature(content.kind() == Kind.PAYLOAD ? value : signatureIn(value, content), proof);
    }

    /** Returns the signature in the envelope that cosign made. It is made again, so it must have the same bytes. */
    private static String signatureIn(String envelope, Signable statement) {
        byte[] content = Base64.getDecoder().decode(envelope);
        String signature = Envelope.read(content)
                .filter(read -> read.signatures().size() == 1)
                .map(read -> read.signatures().get(0))
                .orElseThrow(() -> new IllegalArgumentException("it wrote an envelope that is not valid"));
        if (!Arrays.equals(content, Envelope.of(statement.content(), signature))) {
            throw new IllegalArgumentException("it wrote an envelope of another form than cosign 2.6");
        }
        return signature;
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static EnvironmentException failed(String reason) {
        return new EnvironmentException(Problem.error("cosign cannot sign without a key: " + reason)
                .withHint("signing without a key needs a CI job with an identity, such as one of GitHub with"
                        + " 'id-token: write', and the network; elsewhere set 'publish.sign.key'"));
    }

    @Override
    public boolean verifies(Signable content, Signature signature) throws InterruptedException {
        Optional<ObjectNode> bundle = bundle(content, signature);
        return bundle.isPresent() && verifies(content, bundle.get());
    }

    private boolean verifies(Signable content, ObjectNode bundle) throws InterruptedException {
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            Path file = Files.write(work.resolve("content"), content.content());
            Path bundleFile = Files.writeString(work.resolve("bundle.json"), bundle.toString());
            List<String> arguments = new ArrayList<>(
                    content.kind() == Kind.PAYLOAD
                            ? List.of("verify-blob")
                            : List.of("verify-blob-attestation", "--check-claims=false", "--type", type(content)));
            arguments.addAll(List.of(
                    "--bundle",
                    bundleFile.toString(),
                    "--certificate-identity",
                    signer.name(),
                    "--certificate-oidc-issuer",
                    signer.issuer(),
                    file.toString()));
            Answer answer = cosign.ask(Map.of(), arguments);
            if (!answer.isSuccess() && OFFLINE.stream().anyMatch(answer::mentions)) {
                throw new EnvironmentException(Problem.error("cosign cannot verify without a key: " + answer.reason())
                        .withHint("it needs the network for the keys of the authorities"));
            }
            return answer.isSuccess();
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cosign cannot verify without a key: " + FailureReason.of(failure)), failure);
        }
    }

    private static String type(Signable statement) throws IOException {
        return JSON.readTree(statement.content()).path("predicateType").asText();
    }

    /** @return empty if it is not the signature of an identity */
    private static Optional<ObjectNode> bundle(Signable content, Signature signature) {
        String certificate = signature.proof().get(CERTIFICATE);
        String entry = signature.proof().get(LOG_ENTRY);
        if (certificate == null || entry == null) {
            return Optional.empty();
        }
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put(
                SIGNATURE_FIELD,
                content.kind() == Kind.PAYLOAD
                        ? signature.value()
                        : Base64.getEncoder().encodeToString(Envelope.of(content.content(), signature.value())));
        bundle.put(CERTIFICATE_FIELD, Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8)));
        try {
            bundle.set(LOG_ENTRY_FIELD, JSON.readTree(entry));
            return Optional.of(bundle);
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
