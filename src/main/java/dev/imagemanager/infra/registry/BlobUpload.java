package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.Locations;
import dev.imagemanager.infra.registry.RegistryConnection.Answer;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One attempt to upload a blob to a repository (OCI Distribution Specification 1.1, "POST then PUT", "Mounting a blob
 * from another repository"). The registry rejects content with another digest.
 */
final class BlobUpload {

    private static final Logger LOG = Logger.getLogger(BlobUpload.class);

    private final Repository repository;
    private final Digest digest;

    /** The upload address from the registry; empty until it is known. */
    private Optional<URI> place = Optional.empty();

    BlobUpload(Repository repository, Digest digest) {
        this.repository = repository;
        this.digest = digest;
    }

    /**
     * Mounts the blob from another repository.
     *
     * @param from name of the repository that has the blob
     * @return whether it was mounted; if not, the content must be sent
     */
    boolean mount(String from) throws IOException, InterruptedException {
        RegistryRequest request = repository.write(
                "POST",
                repository.address("/blobs/uploads/?mount=" + encoded(digest.toString()) + "&from=" + encoded(from)),
                repository.subject(digest),
                201,
                202);
        SortedSet<String> scopes = new TreeSet<>(request.scopes());
        scopes.add(Repository.scope(from, "pull"));
        Answer<Void> answer;
        try {
            answer = repository.connection().send(request.forScopes(scopes));
        } catch (RegistryException refusal) {
            if (refusal.isTemporary()) {
                throw refusal;
            }
            LOG.debugf(refusal, "%s is not taken from %s", repository.subject(digest), from);
            return false;
        }
        if (answer.status() == 202) {
            place = Optional.of(placeIn(answer));
        }
        return answer.status() == 201;
    }

    /** Sends the content. */
    void send(long size, Supplier<InputStream> content) throws IOException, InterruptedException {
        if (place.isEmpty()) {
            place = Optional.of(placeIn(repository
                    .connection()
                    .send(repository.write(
                            "POST", repository.address("/blobs/uploads/"), repository.subject(digest), 202))));
        }
        RegistryRequest request = repository
                .write("PUT", withDigest(place.get()), repository.subject(digest), 200, 201, 204)
                .withBody(
                        "application/octet-stream",
                        size == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), size))
                .within(RepositoryBlobs.TRANSFER_LIMIT);
        repository.connection().send(request);
    }

    /** Cancels an upload that the registry is waiting for. Otherwise, the registry discards it after some time. */
    void cancel() throws InterruptedException {
        if (place.isPresent()) {
            try {
                repository
                        .connection()
                        .send(repository.write("DELETE", place.get(), repository.subject(digest), 200, 204, 404));
            } catch (IOException failure) {
                LOG.debugf(failure, "an upload to %s was not cancelled", repository);
            }
        }
    }

    private URI placeIn(Answer<Void> answer) throws IOException {
        String location = answer.header("Location")
                .orElseThrow(() -> new InvalidResponseException(
                        repository.host() + " sent no Location header for an upload of " + repository.subject(digest)));
        URI place;
        try {
            place = Locations.resolve(answer.address(), location);
        } catch (IOException malformed) {
            throw new InvalidResponseException(malformed.getMessage(), malformed);
        }
        if (answer.address().getScheme().equals("https") && !place.getScheme().equals("https")) {
            throw new InvalidResponseException(repository.host()
                    + " is reached over HTTPS, but its Location header for an upload begins with http:");
        }
        return place;
    }

    private URI withDigest(URI place) {
        String withoutFragment = place.toString().replaceFirst("#.*", "");
        char separator = place.getRawQuery() == null ? '?' : '&';
        return URI.create(withoutFragment + separator + "digest=" + encoded(digest.toString()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
