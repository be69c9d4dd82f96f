package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.infra.registry.AttachmentFormat.Layer;
import dev.imagemanager.pipeline.attest.Attached;
import dev.imagemanager.pipeline.attest.Attachment;
import dev.imagemanager.pipeline.attest.Attachments;
import dev.imagemanager.pipeline.attest.PublishedImage;
import dev.imagemanager.pipeline.attest.Statement;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;

/**
 * What is attached to the images of one repository.
 *
 * @param lock held while a tag of the repository is changed
 */
record AttachmentPlace(Repository repository, Lock lock) implements Attachments.Place {

    /** How many referrers are looked at. */
    private static final int MOST_REFERRERS = 200;

    private interface Use<T> {
        T make() throws IOException, InterruptedException;
    }

    private <T> T use(Use<T> use) throws InterruptedException {
        try {
            return use.make();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private EnvironmentException failed(IOException failure) {
        Problem problem = Problem.error("the registry " + repository.host() + " cannot be used for " + repository + ": "
                + RegistryClient.reason(failure));
        Optional<String> hint = failure instanceof RegistryException answer
                ? answer.loginHint(repository.host())
                : RegistryClient.certificateHint(failure);
        return new EnvironmentException(hint.map(problem::withHint).orElse(problem), failure);
    }

    @Override
    public Optional<PublishedImage> image(String tag) throws InterruptedException {
        return image(() -> repository.manifests().find(tag));
    }

    @Override
    public Optional<PublishedImage> image(Digest digest) throws InterruptedException {
        return image(() -> repository.manifests().find(digest));
    }

    private Optional<PublishedImage> image(Use<Optional<Manifest>> reading) throws InterruptedException {
        return use(() -> {
            Optional<Manifest> manifest = reading.make();
            return manifest.isPresent()
                    ? Optional.of(new PublishedImage(manifest.get().digest(), platforms(manifest.get())))
                    : Optional.empty();
        });
    }

    private SortedMap<Platform, Digest> platforms(Manifest index) throws InvalidResponseException {
        SortedMap<Platform, Digest> platforms = new TreeMap<>();
        for (JsonNode entry : index.json().path("manifests")) {
            JsonNode platform = entry.path("platform");
            if (!ImageIndex.isUnknown(platform)) {
                Optional<Digest> digest = Digest.find(entry.path("digest").asText());
                Optional<Platform> name = ImageIndex.platform(platform);
                if (digest.isEmpty() || name.isEmpty()) {
                    throw new InvalidResponseException(
                            repository + "@" + index.digest() + " has an image without a valid digest or platform");
                }
                platforms.put(name.get(), digest.get());
            }
        }
        return platforms;
    }

    @Override
    public List<Attached> signatures(Digest subject) throws InterruptedException {
        return use(() -> layersOf(subject, CosignTag.Kind.sig));
    }

    @Override
    public List<Attached> attestations(Digest subject) throws InterruptedException {
        return use(() -> layersOf(subject, CosignTag.Kind.att));
    }

    private List<Attached> layersOf(Digest subject, CosignTag.Kind kind) throws IOException, InterruptedException {
        return tag(subject, kind).layers().stream()
                .map(AttachmentFormat::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private CosignTag tag(Digest subject, CosignTag.Kind kind) {
        return new CosignTag(repository, subject, kind, lock);
    }

    @Override
    public List<Attached> statements(Digest subject) throws InterruptedException {
        return use(() -> {
            List<Attached> statements = new ArrayList<>();
            List<Descriptor> referrers = repository.referrers().of(subject, Statement.MEDIA_TYPE);
            for (Descriptor referrer : referrers.subList(0, Math.min(referrers.size(), MOST_REFERRERS))) {
                Manifest manifest = repository.manifests().require(referrer.digest());
                for (JsonNode layer : manifest.json().path("layers")) {
                    read(layer).ifPresent(statements::add);
                }
            }
            return statements;
        });
    }

    private Optional<Attached> read(JsonNode layer) throws InvalidResponseException {
        try {
            return AttachmentFormat.read(Descriptor.parse(layer));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidResponseException("a manifest in " + repository + " is malformed", malformed);
        }
    }

    @Override
    public Optional<byte[]> read(Attached attached, long limit) throws InterruptedException {
        if (attached.size() > limit) {
            return Optional.empty();
        }
        return use(() -> {
            LimitedContent content = new LimitedContent(attached.size());
            repository.blobs().copy(attached.digest(), content);
            return Optional.of(content.bytes.toByteArray());
        });
    }

    /** As many bytes as a descriptor says. */
    private static final class LimitedContent extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final long limit;

        LimitedContent(long limit) {
            this.limit = limit;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] part, int offset, int length) throws IOException {
            if (bytes.size() + (long) length > limit) {
                throw new InvalidResponseException("it is larger than " + limit + " bytes");
            }
            bytes.write(part, offset, length);
        }
    }

    /** Referrers come first: what cosign finds was attached completely. */
    @Override
    public List<Attachment> add(Digest subject, List<Attachment> attachments) throws InterruptedException {
        return use(() -> {
            Descriptor image = repository.manifests().require(subject).descriptor();
            Set<Digest> present = unsignedReferrers(subject, attachments);
            put(ArtifactManifest.EMPTY.digest(), ArtifactManifest.emptyContent());
            List<Attachment> added = new ArrayList<>();
            Map<CosignTag.Kind, List<JsonNode>> layers = new EnumMap<>(CosignTag.Kind.class);
            for (Attachment attachment : attachments) {
                Layer layer = AttachmentFormat.layer(attachment);
                Manifest referrer = AttachmentFormat.referrer(attachment, layer, image);
                if (!present.contains(referrer.digest())) {
                    put(layer.descriptor().digest(), layer.content());
                    repository.referrers().attach(referrer);
                    added.add(attachment);
                }
                kind(attachment).ifPresent(kind -> layers.computeIfAbsent(kind, name -> new ArrayList<>())
                        .add(layer.descriptor().toJson()));
            }
            for (Map.Entry<CosignTag.Kind, List<JsonNode>> entry : layers.entrySet()) {
                tag(subject, entry.getKey()).add(entry.getValue());
            }
            return added;
        });
    }

    /** Signed ones are found by their tag. */
    private Set<Digest> unsignedReferrers(Digest subject, List<Attachment> attachments)
            throws IOException, InterruptedException {
        Set<Digest> present = new HashSet<>();
        if (attachments.stream().anyMatch(attachment -> kind(attachment).isEmpty())) {
            repository.referrers().of(subject, Statement.MEDIA_TYPE).forEach(entry -> present.add(entry.digest()));
        }
        return present;
    }

    /** Returns where cosign looks for it; empty for statements that are not signed. */
    private static Optional<CosignTag.Kind> kind(Attachment attachment) {
        if (attachment instanceof Attachment.OfStatement claim) {
            return claim.signature().map(signature -> CosignTag.Kind.att);
        }
        return Optional.of(CosignTag.Kind.sig);
    }

    private void put(Digest digest, byte[] content) throws IOException, InterruptedException {
        repository.blobs().put(digest, content.length, () -> new ByteArrayInputStream(content));
    }

    @Override
    public int copyTo(Attachments.Place destination, Digest subject) throws InterruptedException {
        AttachmentPlace other = (AttachmentPlace) destination;
        boolean isSameRegistry = repository.host().equals(other.repository.host());
        try {
            return new AttachmentCopy(repository, other.repository, isSameRegistry, other.lock).copy(subject);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("what is attached to " + repository + "@" + subject + " cannot be copied to "
                            + other.repository + ": " + RegistryClient.reason(failure)),
                    failure);
        }
    }

    @Override
    public String toString() {
        return repository.toString();
    }
}
