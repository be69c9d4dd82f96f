package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The few calls to a registry that the program needs itself (OCI Distribution Specification 1.1, "API").
 */
@Singleton
public final class RegistryClient {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(30);
    private static final String MANIFEST_TYPES = String.join(
            ", ",
            ImageIndex.MEDIA_TYPE,
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private final RegistryLogin login;
    private final OutgoingHttp http;

    @Inject
    public RegistryClient(RegistryLogin login, OutgoingHttp http) {
        this.login = login;
        this.http = http;
    }

    /**
     * Makes sure that a registry answers, be it with a demand for credentials.
     *
     * @return what it says of itself
     */
    public HttpHeaders ping(Registry registry) throws IOException, InterruptedException {
        HttpResponse<Void> response =
                http.send(request(registry, "/v2/").GET().build(), BodyHandlers.discarding(), TIME_LIMIT);
        if (response.statusCode() != 200 && response.statusCode() != 401) {
            throw new IOException("it answered with HTTP status " + response.statusCode());
        }
        return response.headers();
    }

    /** The digest of a manifest or index; empty if there is none. */
    public Optional<Digest> digest(Registry registry, String repository, String tagOrDigest)
            throws IOException, InterruptedException {
        HttpResponse<?> response = send(
                registry,
                request(registry, "/v2/" + repository + "/manifests/" + tagOrDigest)
                        .header("Accept", MANIFEST_TYPES)
                        .method("HEAD", BodyPublishers.noBody()),
                BodyHandlers.discarding());
        return switch (response.statusCode()) {
            case 200 -> response.headers().firstValue("Docker-Content-Digest").flatMap(Digest::find);
            case 404 -> Optional.empty();
            default -> throw unexpected(registry, response, repository);
        };
    }

    /** @return size in bytes and media type are needed to list a manifest in an index */
    public HttpResponse<byte[]> manifest(Registry registry, String repository, Digest digest)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(registry, "/v2/" + repository + "/manifests/" + digest)
                .header("Accept", MANIFEST_TYPES)
                .GET();
        HttpResponse<byte[]> response = send(registry, request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw unexpected(registry, response, repository + "@" + digest);
        }
        return response;
    }

    /**
     * Gives a name to a manifest or index whose parts are all there.
     *
     * @param type its media type
     */
    public void putManifest(Registry registry, String repository, String tag, String type, byte[] manifest)
            throws IOException, InterruptedException {
        HttpResponse<?> response = send(
                registry,
                request(registry, "/v2/" + repository + "/manifests/" + tag)
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(manifest)),
                BodyHandlers.discarding());
        if (response.statusCode() != 201) {
            throw unexpected(registry, response, repository + ":" + tag);
        }
    }

    /** Whether a layer or configuration is there. */
    public boolean hasBlob(Registry registry, String repository, Digest digest)
            throws IOException, InterruptedException {
        HttpResponse<?> response = send(
                registry,
                request(registry, "/v2/" + repository + "/blobs/" + digest).method("HEAD", BodyPublishers.noBody()),
                BodyHandlers.discarding());
        return switch (response.statusCode()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw unexpected(registry, response, repository + "@" + digest);
        };
    }

    /**
     * Uploads a layer or configuration as a whole (OCI Distribution Specification 1.1, "POST then PUT"). The registry
     * refuses what has another digest.
     *
     * @param size in bytes
     * @param content opened again when the registry asks for credentials
     */
    public void putBlob(Registry registry, String repository, Digest digest, long size, Supplier<InputStream> content)
            throws IOException, InterruptedException {
        HttpResponse<?> upload = send(
                registry,
                request(registry, "/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()),
                BodyHandlers.discarding());
        Optional<String> location = upload.headers().firstValue("Location");
        if (upload.statusCode() != 202 || location.isEmpty()) {
            throw unexpected(registry, upload, repository);
        }
        URI place = upload.uri().resolve(location.get());
        HttpResponse<?> response = send(
                registry,
                http.request(place + (place.getQuery() == null ? "?" : "&") + "digest=" + digest)
                        .timeout(UPLOAD_LIMIT)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), size)),
                BodyHandlers.discarding());
        if (response.statusCode() != 201) {
            throw unexpected(registry, response, repository + "@" + digest);
        }
    }

    /** Docker's rule: an unqualified name is one of Docker Hub, without a slash one of its {@code library}. */
    static String hostOf(ImageReference image) {
        return image.registry().orElse("docker.io");
    }

    static String repositoryOf(ImageReference image) {
        boolean isOfficial = hostOf(image).equals("docker.io") && image.name().indexOf('/') < 0;
        return isOfficial ? "library/" + image.name() : image.name();
    }

    private static IOException unexpected(Registry registry, HttpResponse<?> response, String subject) {
        int status = response.statusCode();
        String message = registry.host() + " answered with HTTP status " + status + " for " + subject;
        return switch (status) {
            case 401 -> new RegistryRefusal(message + ": credentials are missing or wrong");
            case 403 -> new RegistryRefusal(message + ": the credentials, or their absence, do not allow that");
            default -> new IOException(message);
        };
    }

    /** A demand for credentials says what for, so only the answer to the request itself tells the right ones. */
    private <T> HttpResponse<T> send(Registry registry, HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        HttpResponse<T> response = http.send(request.build(), body, UPLOAD_LIMIT);
        Optional<String> demand = response.headers().firstValue("WWW-Authenticate");
        if (response.statusCode() != 401 || demand.isEmpty()) {
            return response;
        }
        Optional<String> authorization = login.authorization(registry, demand.get());
        return authorization.isEmpty()
                ? response
                : http.send(
                        request.setHeader("Authorization", authorization.get()).build(), body, UPLOAD_LIMIT);
    }

    private HttpRequest.Builder request(Registry registry, String path) throws IOException {
        String address = registry.host().equals("docker.io") ? "registry-1.docker.io" : registry.host();
        return http.request((registry.insecure() ? "http" : "https") + "://" + address + path)
                .timeout(TIME_LIMIT);
    }
}
