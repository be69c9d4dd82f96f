package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.Platform;
import dev.imagemanager.model.Registry;
import dev.imagemanager.pipeline.build.ImageStore;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The build registry behind its HTTP API. */
@Singleton
public final class HttpImageStore implements ImageStore {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryClient client;

    @Inject
    public HttpImageStore(RegistryClient client) {
        this.client = client;
    }

    @Override
    public void connect(Registry registry) throws InterruptedException {
        try {
            client.ping(registry);
        } catch (IOException failure) {
            throw unreachable(registry, failure);
        }
    }

    @Override
    public Optional<String> digestOf(Registry registry, String repository, String tagOrDigest)
            throws InterruptedException {
        try {
            return client.digest(registry, repository, tagOrDigest);
        } catch (IOException failure) {
            throw unreachable(registry, failure);
        }
    }

    /** OCI Image Specification, "Image Index". */
    @Override
    public String putIndex(Registry registry, String repository, String tag, Map<Platform, String> digests)
            throws InterruptedException {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", RegistryClient.INDEX_TYPE);
        ArrayNode manifests = index.putArray("manifests");
        try {
            for (Map.Entry<Platform, String> image : new TreeMap<>(digests).entrySet()) {
                HttpResponse<byte[]> manifest = client.manifest(registry, repository, image.getValue());
                ObjectNode entry = manifests.addObject();
                entry.put(
                        "mediaType",
                        manifest.headers().firstValue("Content-Type").orElseThrow());
                entry.put("digest", image.getValue());
                entry.put("size", manifest.body().length);
                Platform platform = image.getKey();
                ObjectNode described = entry.putObject("platform");
                described.put("architecture", platform.architecture());
                described.put("os", platform.os());
                platform.variant().ifPresent(variant -> described.put("variant", variant));
            }
            client.putIndex(registry, repository, tag, JSON.writeValueAsBytes(index));
            return client.digest(registry, repository, tag)
                    .orElseThrow(() -> new IOException("the index that was just pushed is not there"));
        } catch (IOException failure) {
            throw unreachable(registry, failure);
        }
    }

    private static EnvironmentException unreachable(Registry registry, IOException failure) {
        String reason = failure.getMessage() == null ? "nothing answers there" : failure.getMessage();
        return new EnvironmentException(
                Problem.error("the build registry " + registry.host() + " cannot be used: " + reason)
                        .withHint("start a registry there, or set build_registry in .image-manager.yml"
                                + " or IMAGE_MANAGER_BUILD_REGISTRY"),
                failure);
    }
}
