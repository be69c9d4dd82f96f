package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.registry.RegistryConnection.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tags of a repository (OCI Distribution Specification 1.1, "Listing Tags", "Deleting Tags"). */
public final class RepositoryTags {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Repository repository;

    RepositoryTags(Repository repository) {
        this.repository = repository;
    }

    /** Returns all tags in the order of the registry; none if the repository does not exist. */
    public List<String> list() throws IOException, InterruptedException {
        List<String> tags = new ArrayList<>();
        Pages pages = new Pages();
        RegistryRequest request = repository.read("GET", "/tags/list?n=1000", repository.name(), 200, 404);
        while (true) {
            Answer<byte[]> answer = repository.connection().repeat(request, info -> BodySink.bytes());
            if (answer.status() == 404) {
                return List.copyOf(tags);
            }
            JsonNode list = parse(answer.content());
            if (!list.has("tags") && !list.has("name")) {
                throw new InvalidResponseException(
                        repository.host() + " sent no list of tags for " + repository.name());
            }
            for (JsonNode tag : list.path("tags")) {
                tags.add(tag.asText());
            }
            Optional<URI> next = pages.after(answer);
            if (next.isEmpty()) {
                return List.copyOf(tags);
            }
            request = request.at(next.get());
        }
    }

    /**
     * Removes a tag; the manifest stays.
     *
     * @return whether the registry removes single tags
     */
    public boolean delete(String tag) throws IOException, InterruptedException {
        return repository.manifests().delete(tag, repository.name() + ":" + tag);
    }

    private JsonNode parse(byte[] content) throws InvalidResponseException {
        try {
            return JSON.readTree(content);
        } catch (IOException malformed) {
            throw new InvalidResponseException(
                    repository.host() + " sent a list of tags that is not valid JSON", malformed);
        }
    }
}
