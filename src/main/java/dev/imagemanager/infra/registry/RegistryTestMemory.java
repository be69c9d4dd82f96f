package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.test.TestMemory;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps a report as an artifact that refers to its image (OCI Image Specification 1.1, "Guidelines for Artifact Usage",
 * {@code subject}), under a tag with the key of the test. The tag is what is looked for: one request finds it in every
 * registry, and machines that write at the same time write other tags, or the same result. So nothing depends on the list
 * of an image's referrers, which programs can lose entries of where the registry has no interface for it.
 */
@Singleton
public final class RegistryTestMemory implements TestMemory {

    static final String ARTIFACT_TYPE = "application/vnd.image-manager.test-report.v1+json";

    private static final String TAG_PREFIX = "im-test-";

    /** In bytes. Manifests that contain one are far below what registries accept. */
    static final int LIMIT = 256 << 10;

    private final RegistryClient client;

    @Inject
    public RegistryTestMemory(RegistryClient client) {
        this.client = client;
    }

    @Override
    public Place in(Registry registry, MemoryTrust trust) throws InterruptedException {
        try {
            client.connect(registry);
            return new RegistryPlace(registry, trust);
        } catch (IOException failure) {
            throw failed(
                    "the build registry " + registry + " cannot be used: " + RegistryClient.reason(failure), failure);
        }
    }

    static String tag(ContentKey.Known key) {
        return TAG_PREFIX + key.value();
    }

    private static EnvironmentException failed(String message, Exception reason) {
        return new EnvironmentException(Problem.error(message), reason);
    }

    private final class RegistryPlace implements Place {

        private final Registry registry;
        private final MemoryTrust trust;

        RegistryPlace(Registry registry, MemoryTrust trust) {
            this.registry = registry;
            this.trust = trust;
        }

        private Repository at(String repository) {
            return client.repository(registry, registry.repository(repository));
        }

        @Override
        public Optional<byte[]> find(String repository, Digest image, ContentKey.Known key)
                throws InterruptedException {
            Repository place = at(repository);
            try {
                Optional<Manifest> found = place.manifests().find(tag(key));
                return found.isPresent() ? Optional.of(report(found.get(), repository, image, key)) : Optional.empty();
            } catch (IOException | IllegalArgumentException failure) {
                String reason = failure instanceof IOException unreadable
                        ? RegistryClient.reason(unreadable)
                        : failure.getMessage();
                throw failed(place + ":" + tag(key) + " cannot be used: " + reason, failure);
            }
        }

        /** @throws IllegalArgumentException if it is not a report about the image, or not believed */
        private byte[] report(Manifest manifest, String repository, Digest image, ContentKey.Known key)
                throws IOException {
            JsonNode artifact = manifest.json();
            JsonNode layers = artifact.path("layers");
            JsonNode layer = layers.path(0);
            if (!manifest.mediaType().equals(ArtifactManifest.MEDIA_TYPE)
                    || !artifact.path("artifactType").asText().equals(ARTIFACT_TYPE)
                    || layers.size() != 1
                    || !layer.path("mediaType").asText().equals(ARTIFACT_TYPE)) {
                throw new IllegalArgumentException("it is not a test report");
            }
            if (!artifact.path("subject").path("digest").asText().equals(image.toString())) {
                throw new IllegalArgumentException("it is about another image");
            }
            if (layer.path("size").asLong() > LIMIT) {
                throw new IllegalArgumentException("it is larger than " + LIMIT / 1024 + " KiB");
            }
            byte[] report = ArtifactManifest.embedded(layer);
            trust.objection(KeyEntry.signatureOf(artifact), claims(repository, image, key, report))
                    .ifPresent(reason -> {
                        throw new IllegalArgumentException(reason);
                    });
            return report;
        }

        private static String[] claims(String repository, Digest image, ContentKey.Known key, byte[] report) {
            return new String[] {
                "test",
                repository,
                tag(key),
                image.toString(),
                Digest.of(report).toString()
            };
        }

        private SortedMap<String, String> annotations(String... claims) {
            SortedMap<String, String> annotations = new TreeMap<>();
            trust.signature(claims).ifPresent(signature -> annotations.put(KeyEntry.SIGNATURE, signature));
            return annotations;
        }

        @Override
        public void put(String repository, Digest image, ContentKey.Known key, byte[] report)
                throws InterruptedException {
            Repository place = at(repository);
            if (report.length > LIMIT) {
                throw failed(
                        "the report about " + place + "@" + image + " is larger than " + LIMIT / 1024 + " KiB", null);
            }
            try {
                Manifest subject = place.manifests().require(image);
                byte[] nothing = ArtifactManifest.emptyContent();
                place.blobs()
                        .put(ArtifactManifest.EMPTY.digest(), nothing.length, () -> new ByteArrayInputStream(nothing));
                place.blobs().put(Digest.of(report), report.length, () -> new ByteArrayInputStream(report));
                Manifest artifact = Manifest.of(
                        ArtifactManifest.MEDIA_TYPE,
                        ArtifactManifest.embedding(
                                ARTIFACT_TYPE,
                                subject.descriptor(),
                                ARTIFACT_TYPE,
                                report,
                                annotations(claims(repository, image, key, report))));
                place.referrers().attach(artifact);
                place.manifests().put(tag(key), artifact);
            } catch (IOException failure) {
                throw failed(
                        "the test report about " + place + "@" + image + " cannot be pushed: "
                                + RegistryClient.reason(failure),
                        failure);
            }
        }
    }
}
