package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * Copies what is attached to images from one repository to another. What the destination has stays: cosign's manifests are
 * merged, and referrers are other manifests.
 *
 * @param lock held while a tag of the destination is changed
 */
record AttachmentCopy(Repository source, Repository destination, boolean isSameRegistry, Lock lock) {

    /** A signature may refer to an SBOM that refers to an image. */
    private static final int DEEPEST = 3;

    /** @return how many manifests were written */
    int copy(Digest subject) throws IOException, InterruptedException {
        int count = 0;
        for (CosignTag.Kind kind : CosignTag.Kind.values()) {
            count += copyTag(subject, kind);
        }
        return count + copyReferrers(subject, DEEPEST, new HashSet<>());
    }

    private int copyTag(Digest subject, CosignTag.Kind kind) throws IOException, InterruptedException {
        Optional<Manifest> manifest = new CosignTag(source, subject, kind, lock).find();
        if (manifest.isEmpty()) {
            return 0;
        }
        CosignTag tag = new CosignTag(destination, subject, kind, lock);
        Optional<Manifest> before = tag.find();
        if (before.isEmpty()) {
            copyContent(manifest.get());
            tag.put(manifest.get());
            return 1;
        }
        if (before.get().digest().equals(manifest.get().digest())) {
            return 0;
        }
        List<JsonNode> layers = new ArrayList<>();
        for (JsonNode layer : manifest.get().json().path("layers")) {
            copyBlob(layer);
            layers.add(layer);
        }
        return tag.add(layers) ? 1 : 0;
    }

    private int copyReferrers(Digest subject, int depth, Set<Digest> seen) throws IOException, InterruptedException {
        List<Descriptor> referrers = source.referrers().of(subject);
        if (referrers.isEmpty() || !seen.add(subject)) {
            return 0;
        }
        Set<Digest> present = new HashSet<>();
        destination.referrers().of(subject).forEach(referrer -> present.add(referrer.digest()));
        int count = 0;
        for (Descriptor referrer : referrers) {
            if (!present.contains(referrer.digest())) {
                Manifest manifest = source.manifests().require(referrer.digest());
                requireSubject(manifest, subject);
                copyContent(manifest);
                destination.referrers().attach(manifest);
                count++;
            }
            if (depth > 1) {
                count += copyReferrers(referrer.digest(), depth - 1, seen);
            }
        }
        return count;
    }

    private void requireSubject(Manifest manifest, Digest subject) throws InvalidResponseException {
        if (!manifest.json().path("subject").path("digest").asText().equals(subject.toString())) {
            throw new InvalidResponseException(
                    source + "@" + manifest.digest() + " is listed as a referrer of another image: " + subject);
        }
    }

    /** Copies everything that a manifest or index needs. */
    private void copyContent(Manifest manifest) throws IOException, InterruptedException {
        JsonNode content = manifest.json();
        for (JsonNode child : content.path("manifests")) {
            Digest digest = descriptor(child).digest();
            if (!destination.manifests().has(digest)) {
                Manifest part = source.manifests().require(digest);
                if (part.json().has("manifests")) {
                    throw new InvalidResponseException(source + "@" + digest + " is an index in an index");
                }
                copyContent(part);
                destination.manifests().put(part);
            }
        }
        if (content.has("config")) {
            copyBlob(content.path("config"));
        }
        for (JsonNode layer : content.path("layers")) {
            copyBlob(layer);
        }
    }

    private void copyBlob(JsonNode entry) throws IOException, InterruptedException {
        Descriptor blob = descriptor(entry);
        if (destination.blobs().has(blob.digest())
                || isSameRegistry && destination.blobs().mount(blob.digest(), source.name())) {
            return;
        }
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            Path file = work.resolve("blob");
            long size;
            try (OutputStream output = Files.newOutputStream(file)) {
                size = source.blobs().copy(blob.digest(), output);
            }
            destination.blobs().put(blob.digest(), size, () -> open(file));
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Descriptor descriptor(JsonNode entry) throws InvalidResponseException {
        try {
            return Descriptor.parse(entry);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidResponseException("a manifest in " + source + " is malformed", malformed);
        }
    }
}
