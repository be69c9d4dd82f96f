package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.pipeline.attest.Attached;
import dev.imagemanager.pipeline.attest.Attachment;
import dev.imagemanager.pipeline.attest.Envelope;
import dev.imagemanager.pipeline.attest.Signature;
import dev.imagemanager.pipeline.attest.Statement;
import dev.imagemanager.reference.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The layers and manifests of what is attached to images. The same content results in the same bytes. */
final class AttachmentFormat {

    /** The type of a signature that is a referrer (cosign 2.6, {@code --experimental-oci11}). */
    static final String SIGNATURE_ARTIFACT = "application/vnd.dev.cosign.artifact.sig.v1+json";

    private static final String SIGNATURE_LAYER = "application/vnd.dev.cosign.simplesigning.v1+json";

    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final String PREDICATE_TYPE = "predicateType";

    /** As BuildKit and others have it (in-toto Attestation Framework, "Bundle"; BuildKit, "attestation-storage"). */
    private static final String IN_TOTO_PREDICATE_TYPE = "in-toto.io/predicate-type";

    /** The signature in an envelope, so that it need not be read to know whose it is. */
    private static final String ENVELOPE_SIGNATURE = "dev.image-manager.envelope-signature";

    /** The beginning of annotations that prove an identity. */
    private static final String PROOF = "dev.sigstore.cosign/";

    private AttachmentFormat() {}

    /** @param content that the layer has */
    record Layer(Descriptor descriptor, byte[] content) {}

    static Layer layer(Attachment attachment) {
        if (attachment instanceof Attachment.OfImage image) {
            SortedMap<String, String> annotations =
                    new TreeMap<>(image.signature().proof());
            annotations.put(SIGNATURE, image.signature().value());
            return layer(SIGNATURE_LAYER, image.payload().content(), annotations);
        }
        Attachment.OfStatement claim = (Attachment.OfStatement) attachment;
        String predicateType = claim.statement().predicateType();
        return claim.signature()
                .map(signature -> layer(
                        Envelope.MEDIA_TYPE,
                        Envelope.of(claim.statement().content(), signature.value()),
                        annotations(predicateType, signature)))
                .orElseGet(() -> layer(
                        Statement.MEDIA_TYPE,
                        claim.statement().content(),
                        new TreeMap<>(Map.of(IN_TOTO_PREDICATE_TYPE, predicateType))));
    }

    private static Layer layer(String mediaType, byte[] content, SortedMap<String, String> annotations) {
        return new Layer(
                new Descriptor(mediaType, Digest.of(content), content.length, Optional.empty(), annotations), content);
    }

    private static SortedMap<String, String> annotations(String predicateType, Signature signature) {
        SortedMap<String, String> annotations = new TreeMap<>(signature.proof());
        annotations.put(SIGNATURE, "");
        annotations.put(PREDICATE_TYPE, predicateType);
        annotations.put(ENVELOPE_SIGNATURE, signature.value());
        return annotations;
    }

    /** Returns the manifest with which the layer of an attachment refers to an image. */
    static Manifest referrer(Attachment attachment, Layer layer, Descriptor subject) {
        SortedMap<String, String> annotations = new TreeMap<>();
        if (attachment instanceof Attachment.OfStatement claim) {
            annotations.put(IN_TOTO_PREDICATE_TYPE, claim.statement().predicateType());
        }
        return Manifest.of(
                ArtifactManifest.MEDIA_TYPE,
                ArtifactManifest.of(
                        attachment instanceof Attachment.OfImage ? SIGNATURE_ARTIFACT : Statement.MEDIA_TYPE,
                        subject,
                        List.of(layer.descriptor()),
                        annotations));
    }

    /** @return empty if the layer is something else */
    static Optional<Attached> read(Descriptor layer) {
        return switch (layer.mediaType()) {
            case SIGNATURE_LAYER ->
                Optional.of(attached(
                        Attached.Kind.SIGNATURE,
                        layer,
                        Optional.ofNullable(layer.annotations().get(SIGNATURE))));
            case Envelope.MEDIA_TYPE ->
                Optional.of(attached(
                        Attached.Kind.ENVELOPE,
                        layer,
                        Optional.of(layer.annotations().getOrDefault(ENVELOPE_SIGNATURE, ""))));
            case Statement.MEDIA_TYPE -> Optional.of(attached(Attached.Kind.STATEMENT, layer, Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static Attached attached(Attached.Kind kind, Descriptor layer, Optional<String> signature) {
        SortedMap<String, String> proof = new TreeMap<>(layer.annotations());
        proof.keySet().removeIf(key -> !key.startsWith(PROOF));
        return new Attached(
                kind,
                layer.digest(),
                layer.size(),
                Optional.ofNullable(layer.annotations().get(PREDICATE_TYPE))
                        .or(() -> Optional.ofNullable(layer.annotations().get(IN_TOTO_PREDICATE_TYPE))),
                signature.map(value -> new Signature(value, proof)));
    }
}
