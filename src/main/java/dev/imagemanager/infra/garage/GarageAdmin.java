package dev.imagemanager.infra.garage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A client for the parts of Garage's administration API v2 that are needed to set up a store (Garage documentation).
 */
final class GarageAdmin {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final String token;

    /**
     * @param address of the API, with the scheme
     * @param token the {@code admin_token} in Garage's configuration
     */
    GarageAdmin(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Garage returned an HTTP error status. */
    static final class RefusedException extends IOException {

        private final int status;

        RefusedException(String call, int status, String answer) {
            super(call + ": HTTP status " + status + ", " + answer);
            this.status = status;
        }

        /** Returns whether the token was rejected. */
        boolean isUnauthorized() {
            return status == UNAUTHORIZED || status == FORBIDDEN;
        }

        /** Returns whether the request may succeed later, for example when Garage has just been started. */
        boolean isTemporary() {
            return status >= 500;
        }
    }

    /** An access key with its secret. */
    record Key(String id, String secret) {}

    JsonNode layout() throws IOException {
        return get("GetClusterLayout");
    }

    /** Returns the id of the only node. */
    String nodeId() throws IOException {
        return get("GetClusterStatus").path("nodes").path(0).path("id").asText();
    }

    void stageLayout(ObjectNode changes) throws IOException {
        post("UpdateClusterLayout", changes);
    }

    void applyLayout(long version) throws IOException {
        post("ApplyClusterLayout", object().put("version", version));
    }

    Optional<Key> key(String id) throws IOException {
        return find("GetKeyInfo?showSecretKey=true&id=" + encoded(id)).map(GarageAdmin::key);
    }

    /** Returns the first key with this name. */
    Optional<Key> keyNamed(String name) throws IOException {
        for (JsonNode key : get("ListKeys")) {
            if (key.path("name").asText().equals(name)) {
                return key(key.path("id").asText());
            }
        }
        return Optional.empty();
    }

    Key createKey(String name) throws IOException {
        return key(post("CreateKey", object().put("name", name)));
    }

    /** @return whether Garage accepted it; it rejects deleted keys and keys that are not in Garage's format */
    boolean importKey(Key key, String name) throws IOException {
        ObjectNode body = object().put("accessKeyId", key.id())
                .put("secretAccessKey", key.secret())
                .put("name", name);
        try {
            post("ImportKey", body);
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    Optional<JsonNode> bucket(String alias) throws IOException {
        return find("GetBucketInfo?globalAlias=" + encoded(alias));
    }

    JsonNode createBucket(String alias) throws IOException {
        return post("CreateBucket", object().put("globalAlias", alias));
    }

    void allow(String bucketId, String keyId) throws IOException {
        ObjectNode body = object().put("bucketId", bucketId).put("accessKeyId", keyId);
        body.putObject("permissions").put("read", true).put("write", true).put("owner", false);
        post("AllowBucketKey", body);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Key key(JsonNode info) {
        return new Key(
                info.path("accessKeyId").asText(), info.path("secretAccessKey").asText());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Optional<JsonNode> find(String call) throws IOException {
        try {
            return Optional.of(get(call));
        } catch (RefusedException refused) {
            if (refused.status == NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private JsonNode get(String call) throws IOException {
        return send(call, Optional.empty());
    }

    private JsonNode post(String call, ObjectNode body) throws IOException {
        return send(call, Optional.of(body.toString()));
    }

    /** Sends a request. Error messages do not contain its body, which may contain a secret. */
    private JsonNode send(String call, Optional<String> body) throws IOException {
        GarageRequest.Answer answer = new GarageRequest(
                        address + "/v2/" + call, Map.of("Authorization", "Bearer " + token), body, TIME_LIMIT)
                .send();
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            throw new RefusedException(
                    call.replaceFirst("\\?.*", ""),
                    answer.status(),
                    answer.body().replaceAll("\\s+", " "));
        }
        return JSON.readTree(answer.body());
    }
}
