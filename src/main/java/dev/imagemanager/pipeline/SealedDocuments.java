package dev.imagemanager.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.seal.Seal;
import dev.imagemanager.seal.UserState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prints JSON documents with a {@link Seal} over their other keys, and recognizes the documents that were printed with the
 * key of this user. The order of keys matters, whitespace does not.
 */
@Singleton
public final class SealedDocuments {

    private static final String KEY = "seal";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UserState state;
    private final Set<Digest> ofThisRun = ConcurrentHashMap.newKeySet();

    @Inject
    public SealedDocuments(UserState state) {
        this.state = state;
    }

    /** Returns why documents cannot be sealed; empty if they can. */
    public Optional<Problem> obstacle() {
        try {
            state.seal();
            return Optional.empty();
        } catch (EnvironmentException noKey) {
            return Optional.of(noKey.problems().get(0));
        }
    }

    /**
     * Prints a document, without a seal if there is an {@link #obstacle}. Only this run of the program recognizes it then.
     *
     * @param kind of the document, so that a seal is not valid for a document of another kind
     */
    public byte[] print(String kind, ObjectNode document) {
        ObjectNode printed = document.deepCopy();
        if (obstacle().isEmpty()) {
            printed.put(KEY, state.seal().of(kind, content(document)));
        } else {
            ofThisRun.add(identity(kind, document));
        }
        return JsonDocument.print(printed).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether a document has a valid seal. */
    public boolean isSealed(String kind, JsonNode document) {
        if (!(document instanceof ObjectNode object)) {
            return false;
        }
        if (obstacle().isPresent()) {
            return ofThisRun.contains(identity(kind, object));
        }
        return state.seal()
                .matches(
                        object.path(KEY).asText(),
                        kind,
                        content(object.deepCopy().without(KEY)));
    }

    /**
     * Parses a document of this version that was printed with the key of this user.
     *
     * @return empty if it is damaged, or somebody else wrote it
     */
    public Optional<JsonNode> read(String kind, byte[] printed) {
        try {
            return Optional.of(JSON.readTree(printed))
                    .filter(document -> JsonDocument.isOne(document) && isSealed(kind, document));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static Digest identity(String kind, ObjectNode document) {
        return Digest.of(kind + " " + document);
    }

    private static byte[] content(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
