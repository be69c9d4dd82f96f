package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.infra.registry.RegistryConnection.Answer;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * The referrers of the images in a repository, such as signatures (OCI Distribution Specification 1.1, "Listing
 * Referrers", "Pushing Manifests with Subject"). Uses the registry's referrers API, or a tag if the registry does not
 * have one.
 */
public final class RepositoryReferrers {

    /** The statuses of registries without the API; the specification only defines the first. */
    private static final Set<Integer> UNKNOWN = Set.of(404, 400, 405, 406);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Repository repository;
    private final Lock lock;

    RepositoryReferrers(Repository repository, Lock lock) {
        this.repository = repository;
        this.lock = lock;
    }

    /** Returns all referrers of a manifest or index, which need not exist. */
    public List<Descriptor> of(Digest subject) throws IOException, InterruptedException {
        return list(subject, "");
    }

    /**
     * Returns the referrers of one type.
     *
     * @param artifactType of the referrers to list
     */
    public List<Descriptor> of(Digest subject, String artifactType) throws IOException, InterruptedException {
        // Registries are not required to filter.
        return list(subject, "?artifactType=" + URLEncoder.encode(artifactType, StandardCharsets.UTF_8)).stream()
                .filter(referrer ->
                        referrer.artifactType().filter(artifactType::equals).isPresent())
                .toList();
    }

    /**
     * Pushes an artifact that refers to an image.
     *
     * @param artifact with a subject; everything it references must already exist
     * @throws IllegalArgumentException if it has no subject
     */
    public void attach(Manifest artifact) throws IOException, InterruptedException {
        JsonNode manifest = artifact.json();
        Digest subject = Digest.parse(manifest.path("subject").path("digest").asText());
        Answer<Void> answer = new RepositoryManifests(repository)
                .write(artifact.digest().toString(), repository.name() + "@" + artifact.digest(), artifact);
        boolean isListed =
                answer.header("OCI-Subject").filter(subject.toString()::equals).isPresent();
        if (!isListed) {
            new ReferrersTag(repository, subject, lock).add(ReferrersTag.descriptor(artifact, manifest));
        }
    }

    private List<Descriptor> list(Digest subject, String query) throws IOException, InterruptedException {
        List<Descriptor> referrers = new ArrayList<>();
        Pages pages = new Pages();
        RegistryRequest request = repository
                .read("GET", "/referrers/" + subject + query, "referrers of " + repository.name() + "@" + subject, 200)
                .accepting(UNKNOWN)
                .with("Accept", ImageIndex.MEDIA_TYPE);
        while (true) {
            Answer<byte[]> answer = repository.connection().repeat(request, info -> BodySink.bytes());
            if (UNKNOWN.contains(answer.status()) || !isIndex(answer)) {
                return new ReferrersTag(repository, subject, lock).list();
            }
            for (JsonNode entry : parse(answer.content(), subject).path("manifests")) {
                referrers.add(descriptor(entry, subject));
            }
            Optional<URI> next = pages.after(answer);
            if (next.isEmpty()) {
                return List.copyOf(referrers);
            }
            request = request.at(next.get());
        }
    }

    /** Returns whether the response is an index. Some registries without the API send an HTML page. */
    private static boolean isIndex(Answer<?> answer) {
        return answer.header("Content-Type")
                .filter(type -> type.startsWith(ImageIndex.MEDIA_TYPE))
                .isPresent();
    }

    private JsonNode parse(byte[] content, Digest subject) throws InvalidResponseException {
        try {
            return JSON.readTree(content);
        } catch (IOException malformed) {
            throw malformed(subject, malformed);
        }
    }

    private Descriptor descriptor(JsonNode entry, Digest subject) throws InvalidResponseException {
        try {
            return Descriptor.parse(entry);
        } catch (IllegalArgumentException malformed) {
            throw malformed(subject, malformed);
        }
    }

    private InvalidResponseException malformed(Digest subject, Exception reason) {
        return new InvalidResponseException(
                repository.host() + " sent an invalid list of referrers for " + repository.name() + "@" + subject,
                reason);
    }
}
