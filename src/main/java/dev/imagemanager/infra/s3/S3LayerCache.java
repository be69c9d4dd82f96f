package dev.imagemanager.infra.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.http.ResponseLimit;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.pipeline.cache.CacheContents;
import dev.imagemanager.pipeline.cache.CachedLayer;
import dev.imagemanager.pipeline.cache.CachedManifest;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** BuildKit's layer cache in a bucket; see {@link CacheLayout}. */
@Singleton
public final class S3LayerCache implements LayerCache {

    /** The maximum number of objects in one request (Amazon S3 API reference, "DeleteObjects"). */
    /** Since they are kept in memory. */
    private static final int MOST_OBJECTS = 1_000_000;

    private static final int DELETED_AT_ONCE = 1000;

    private static final String PROBE = ".image-manager-probe";
    private static final int FORBIDDEN = 403;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Clients clients;

    @Inject
    S3LayerCache(S3Clients clients) {
        this.clients = clients;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(S3Client client) throws IOException;
    }

    @Override
    public Access access(ObjectStore store) throws InterruptedException {
        return call(store, client -> {
            client.listObjectsV2(request -> request.bucket(store.bucket()).maxKeys(1));
            try {
                client.putObject(request -> request.bucket(store.bucket()).key(PROBE), RequestBody.fromString("probe"));
                client.deleteObject(request -> request.bucket(store.bucket()).key(PROBE));
                return Access.READ_AND_WRITE;
            } catch (S3Exception refused) {
                if (refused.statusCode() == FORBIDDEN) {
                    return Access.READ_ONLY;
                }
                throw refused;
            }
        });
    }

    @Override
    public List<CachedManifest> manifests(ObjectStore store, String image) throws InterruptedException {
        return objects(store, CacheLayout.manifestsOf(image)).stream()
                .flatMap(object -> CacheLayout.manifest(object).stream())
                .filter(manifest -> manifest.image().equals(image))
                .toList();
    }

    @Override
    public CacheContents contents(ObjectStore store) throws InterruptedException {
        List<CachedManifest> manifests = new ArrayList<>();
        List<CachedLayer> layers = new ArrayList<>();
        for (S3Object object : objects(store, "")) {
            CacheLayout.manifest(object).ifPresent(manifests::add);
            CacheLayout.layer(object).ifPresent(layers::add);
        }
        return new CacheContents(manifests, layers);
    }

    private List<S3Object> objects(ObjectStore store, String prefix) throws InterruptedException {
        return call(store, client -> {
            List<S3Object> objects = new ArrayList<>();
            Set<String> tokens = new HashSet<>();
            for (ListObjectsV2Response page : client.listObjectsV2Paginator(
                    request -> request.bucket(store.bucket()).prefix(prefix))) {
                objects.addAll(page.contents());
                if (objects.size() > MOST_OBJECTS) {
                    throw new IOException(
                            "it lists more than " + MOST_OBJECTS + " objects, the limit of image-manager");
                }
                String token = page.nextContinuationToken();
                if (token != null && !tokens.add(token)) {
                    throw new IOException("it lists the same objects again and again");
                }
            }
            return objects;
        });
    }

    /** Reads BuildKit's {@code CacheConfig}: {@code layers[].blob} (moby/buildkit, cache/remotecache/v1/types). */
    @Override
    public Optional<Set<Digest>> layersOf(ObjectStore store, CachedManifest manifest) throws InterruptedException {
        return call(store, client -> {
            try (ResponseInputStream<GetObjectResponse> object =
                    client.getObject(request -> request.bucket(store.bucket()).key(CacheLayout.key(manifest)))) {
                return digests(JSON.readTree(read(object)));
            } catch (NoSuchKeyException | JsonProcessingException notToBeTold) {
                return Optional.empty();
            }
        });
    }

    private static byte[] read(ResponseInputStream<GetObjectResponse> object) throws IOException {
        try {
            return ResponseLimit.read(object);
        } catch (IOException failure) {
            // Otherwise the rest is read, so that the connection can be used again.
            object.abort();
            throw failure;
        }
    }

    private static Optional<Set<Digest>> digests(JsonNode manifest) {
        if (!manifest.isObject()) {
            return Optional.empty();
        }
        Set<Digest> digests = new HashSet<>();
        for (JsonNode layer : manifest.path("layers")) {
            Optional<Digest> digest = Digest.find(layer.path("blob").asText());
            if (digest.isEmpty()) {
                return Optional.empty();
            }
            digests.add(digest.get());
        }
        return Optional.of(digests);
    }

    @Override
    public void removeManifests(ObjectStore store, List<CachedManifest> manifests) throws InterruptedException {
        remove(store, manifests.stream().map(CacheLayout::key).toList());
    }

    @Override
    public void removeLayers(ObjectStore store, List<CachedLayer> layers) throws InterruptedException {
        remove(store, layers.stream().map(CacheLayout::key).toList());
    }

    private void remove(ObjectStore store, List<String> keys) throws InterruptedException {
        for (int i = 0; i < keys.size(); i += DELETED_AT_ONCE) {
            List<ObjectIdentifier> some = keys.subList(i, Math.min(keys.size(), i + DELETED_AT_ONCE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            DeleteObjectsResponse response = call(
                    store,
                    client -> client.deleteObjects(request -> request.bucket(store.bucket())
                            .delete(delete -> delete.objects(some).quiet(true))));
            if (response.hasErrors()) {
                throw new EnvironmentException(Problem.error("the layer cache at " + store + " did not remove "
                                + response.errors().size() + " objects, such as "
                                + response.errors().get(0).key() + ": "
                                + response.errors().get(0).message())
                        .withHint("allow the key to delete objects"));
            }
        }
    }

    private <T> T call(ObjectStore store, Work<T> work) throws InterruptedException {
        try {
            return work.with(clients.of(store));
        } catch (AbortedException interrupted) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (S3Exception refused) {
            throw new EnvironmentException(
                    Problem.error("the layer cache at " + store + " rejected the request: " + reason(refused))
                            .withHint(remedy(refused)),
                    refused);
        } catch (SdkException | IOException | UncheckedIOException failure) {
            throw new EnvironmentException(
                    Problem.error("the layer cache at " + store + " " + trouble(failure))
                            .withHint("check that it is running and that cache.endpoint is its address"),
                    failure);
        }
    }

    private static String remedy(S3Exception refused) {
        return switch (refused.statusCode()) {
            case 404 -> "create the bucket, or correct cache.bucket";
            case 301, 400 -> "correct cache.region, cache.bucket or cache.use_path_style";
            case 403 ->
                "correct cache.access_key, cache.secret_key and cache.region, and allow that key to list, get, put"
                        + " and delete objects in the bucket";
            default -> "see the log of the service";
        };
    }

    private static String reason(S3Exception refused) {
        String code = refused.awsErrorDetails() == null
                ? null
                : refused.awsErrorDetails().errorCode();
        String message = refused.awsErrorDetails() == null
                ? null
                : refused.awsErrorDetails().errorMessage();
        return "HTTP status " + refused.statusCode() + (code == null ? "" : ", " + code)
                + (message == null ? "" : ", " + message);
    }

    private static String trouble(Throwable failure) {
        String message = FailureReason.ofRoot(failure);
        boolean isNoXml = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(XMLStreamException.class::isInstance);
        // Usually a web page. The first line of the message is the position in the response.
        return isNoXml
                ? "does not respond like an S3 service: " + message.replaceFirst("(?s).*\nMessage: ", "")
                : "cannot be reached: " + message;
    }
}
