package dev.imagemanager.infra.garage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.infra.garage.GarageAdmin.Key;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/**
 * Sets up a Garage: assigns all data to its only node, and creates a bucket and a key. Keeps what exists and creates
 * only what is missing, with the recorded key if possible.
 */
final class GarageSetup {

    private static final String BUCKET = ObjectStore.DEFAULT_BUCKET;
    private static final String KEY_NAME = "image-manager";

    /** The capacity of the node in bytes. Only determines how data is distributed over several nodes. */
    private static final long CAPACITY = 1_000_000_000_000L;

    private final GarageAdmin admin;
    private final GarageFiles files;
    private final String region;

    GarageSetup(GarageAdmin admin, GarageFiles files, String region) {
        this.admin = admin;
        this.files = files;
        this.region = region;
    }

    /**
     * Returns whether the setup is complete. Changes nothing.
     *
     * @param endpoint the address of the S3 API
     */
    boolean isComplete(String endpoint) throws IOException {
        Optional<ObjectStore> store =
                files.store().filter(known -> known.endpoint().equals(endpoint));
        if (store.isEmpty()) {
            return false;
        }
        Optional<Key> key = admin.key(store.get().keys().orElseThrow().access());
        return key.isPresent()
                && store.get().equals(storeAt(endpoint, key.get()))
                && admin.bucket(BUCKET)
                        .filter(bucket -> isAllowed(bucket, key.get()))
                        .isPresent();
    }

    /** Creates what is missing. */
    void complete(String endpoint) throws IOException {
        assignNode();
        Key key = key();
        Optional<JsonNode> known = admin.bucket(BUCKET);
        JsonNode bucket = known.isPresent() ? known.get() : admin.createBucket(BUCKET);
        if (!isAllowed(bucket, key)) {
            admin.allow(bucket.path("id").asText(), key.id());
        }
        ObjectStore store = storeAt(endpoint, key);
        if (!files.store().equals(Optional.of(store))) {
            files.writeStore(store);
        }
    }

    /** Assigns the data to the current node. A node that lost its metadata has a new id; the old one is removed. */
    private void assignNode() throws IOException {
        String node = admin.nodeId();
        JsonNode layout = admin.layout();
        ObjectNode changes = GarageAdmin.object();
        ArrayNode roles = changes.putArray("roles");
        boolean isAssigned = false;
        for (JsonNode role : layout.path("roles")) {
            String id = role.path("id").asText();
            isAssigned |= id.equals(node);
            if (!id.equals(node)) {
                roles.addObject().put("id", id).put("remove", true);
            }
        }
        if (isAssigned && roles.isEmpty()) {
            return;
        }
        ObjectNode role = roles.addObject().put("id", node).put("zone", "local").put("capacity", CAPACITY);
        role.putArray("tags");
        admin.stageLayout(changes);
        admin.applyLayout(layout.path("version").asLong() + 1);
    }

    /** Returns the key. Imports the recorded one if Garage lost it, since a running buildkitd still uses it. */
    private Key key() throws IOException {
        Optional<Key> onFile = files.store()
                .flatMap(ObjectStore::keys)
                .map(keys -> new Key(keys.access(), keys.secret().value()));
        if (onFile.isPresent()) {
            Optional<Key> known = admin.key(onFile.get().id());
            if (known.isPresent()) {
                return known.get();
            }
            if (admin.importKey(onFile.get(), KEY_NAME)) {
                return onFile.get();
            }
        }
        Optional<Key> known = admin.keyNamed(KEY_NAME);
        return known.isPresent() ? known.get() : admin.createKey(KEY_NAME);
    }

    private static boolean isAllowed(JsonNode bucket, Key key) {
        for (JsonNode allowed : bucket.path("keys")) {
            JsonNode permissions = allowed.path("permissions");
            if (allowed.path("accessKeyId").asText().equals(key.id())
                    && permissions.path("read").asBoolean()
                    && permissions.path("write").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private ObjectStore storeAt(String endpoint, Key key) {
        return new ObjectStore(
                endpoint, BUCKET, region, Optional.of(new Keys(key.id(), new Secret(key.secret()))), true);
    }
}
