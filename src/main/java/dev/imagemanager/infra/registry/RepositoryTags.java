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

/** The tags of a repository (OCI Distribution Specification 1.1, "Listing Tags"). */
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
            for (JsonNode tag : parse(answer.content()).path("tags")) {
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
     * Removes a tag, not what it stands for (OCI Distribution Specification 1.1, "Deleting tags").
     *
     * @return whether the registry can do that; the specification lets registries refuse it
     */
    public boolean remove(String tag) throws IOException, InterruptedException {
        Answer<Void> answer = repository.connection().repeat(repository.delete("/manifests/" + tag, tag));
        return answer.status() == 202 || answer.status() == 404;
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
