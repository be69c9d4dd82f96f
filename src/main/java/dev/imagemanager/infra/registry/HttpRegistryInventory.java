package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.infra.oci.ImageManifest;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.registry.RegistryInventory;
import dev.imagemanager.pipeline.registry.StoredManifest;
import dev.imagemanager.pipeline.registry.StoredManifest.Part;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Grammar;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks into registries through their HTTP API. What it reads may be anything: what is not understood is left out. */
@Singleton
public final class HttpRegistryInventory implements RegistryInventory {

    /** OCI Image Specification, annotations, "Pre-Defined Annotation Keys". */
    private static final String CREATED = "org.opencontainers.image.created";

    private static final String VERSION = "org.opencontainers.image.version";

    /** In bytes, far beyond any layer, so that sums stay numbers. */
    private static final long LARGEST = 1L << 50;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryClient client;

    @Inject
    public HttpRegistryInventory(RegistryClient client) {
        this.client = client;
    }

    @Override
    public Place at(Registry registry) {
        return new HttpPlace(registry);
    }

    private interface Call<T> {
        T make(Repository repository) throws IOException, InterruptedException;
    }

    private final class HttpPlace implements Place {

        private final Registry registry;

        HttpPlace(Registry registry) {
            this.registry = registry;
        }

        private <T> T call(String name, Call<T> call) throws InterruptedException {
            Repository repository = client.repository(registry, name);
            try {
                return call.make(repository);
            } catch (IOException failure) {
                Problem problem = Problem.error(
                        (failure instanceof RegistryException ? repository : "the registry " + registry.host())
                                + " cannot be used: " + RegistryClient.reason(failure));
                throw new EnvironmentException(
                        hint(failure).map(problem::withHint).orElse(problem), failure);
            }
        }

        private Optional<String> hint(IOException failure) {
            if (failure instanceof RegistryException answer) {
                return answer.loginHint(registry.host());
            }
            return RegistryClient.certificateHint(failure)
                    .or(() -> failure instanceof ConnectException
                            ? Optional.of("start it, or correct its address")
                            : Optional.empty());
        }

        /** What is no tag by the specification cannot be asked for. */
        @Override
        public List<String> tags(String repository) throws InterruptedException {
            return call(repository, at -> at.tags().list().stream()
                    .filter(Grammar::isTag)
                    .distinct()
                    .toList());
        }

        @Override
        public Optional<Digest> digestOf(String repository, String tag) throws InterruptedException {
            return call(repository, at -> at.manifests().digestOfAny(tag));
        }

        @Override
        public boolean has(String repository, Digest digest) throws InterruptedException {
            return call(repository, at -> at.manifests().has(digest));
        }

        @Override
        public Optional<StoredManifest> find(String repository, Digest digest) throws InterruptedException {
            return call(repository, at -> {
                Optional<RepositoryManifests.Stored> stored = at.manifests().findStored(digest);
                return stored.isPresent() ? Optional.of(describe(at, stored.get())) : Optional.empty();
            });
        }

        @Override
        public Set<Digest> attachedTo(String repository, Digest subject) throws InterruptedException {
            return call(repository, at -> at.referrers().of(subject).stream()
                    .map(Descriptor::digest)
                    .collect(Collectors.toSet()));
        }

        @Override
        public boolean remove(String repository, Digest digest) throws InterruptedException {
            return call(repository, at -> at.manifests().delete(digest));
        }

        @Override
        public boolean removeTag(String repository, String tag) throws InterruptedException {
            return call(repository, at -> at.tags().delete(tag));
        }
    }

    private static StoredManifest describe(Repository repository, RepositoryManifests.Stored stored)
            throws IOException, InterruptedException {
        Manifest manifest = stored.manifest();
        JsonNode content = parse(manifest.content());
        JsonNode configuration = ImageManifest.isImage(content)
                ? configuration(repository, content.path("config"))
                : MissingNode.getInstance();
        return new StoredManifest(
                manifest.mediaType(),
                Digest.find(content.path("subject").path("digest").asText()),
                parts(content.path("manifests")),
                blobs(content),
                ImageIndex.platform(configuration),
                time(content.path("annotations").path(CREATED)).or(() -> time(configuration.path("created"))),
                stored.modified(),
                Optional.of(configuration.at("/config/Labels").path(VERSION).asText())
                        .filter(version -> !version.isEmpty()));
    }

    private static JsonNode parse(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** @return what there is; nothing if the configuration does not exist, or is not what its descriptor says */
    private static JsonNode configuration(Repository repository, JsonNode described)
            throws IOException, InterruptedException {
        try {
            return parse(repository.blobs().read(Descriptor.parse(described)));
        } catch (InvalidResponseException | IllegalArgumentException malformed) {
            return MissingNode.getInstance();
        } catch (RegistryException refused) {
            if (refused.status() == 404) {
                return MissingNode.getInstance();
            }
            throw refused;
        }
    }

    private static List<Part> parts(JsonNode manifests) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode listed : manifests) {
            Digest.find(listed.path("digest").asText())
                    .ifPresent(digest -> parts.add(new Part(digest, ImageIndex.platform(listed.path("platform")))));
        }
        return parts;
    }

    private static Map<Digest, Long> blobs(JsonNode manifest) {
        List<JsonNode> described = new ArrayList<>(List.of(manifest.path("config")));
        manifest.path("layers").forEach(described::add);
        Map<Digest, Long> blobs = new HashMap<>();
        for (JsonNode blob : described) {
            Digest.find(blob.path("digest").asText())
                    .ifPresent(digest -> blobs.put(
                            digest,
                            Math.min(LARGEST, Math.max(0, blob.path("size").asLong()))));
        }
        return blobs;
    }

    /** RFC 3339. */
    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual()
                    ? Optional.of(OffsetDateTime.parse(text.asText()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
