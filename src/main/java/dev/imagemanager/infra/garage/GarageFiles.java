package dev.imagemanager.infra.garage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.pipeline.JsonDocument;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files about a fleet's Garage in its directory. Only their owner can read files with secrets. */
record GarageFiles(ServiceDirectory directory) {

    private static final String CREDENTIALS = "credentials.json";
    private static final String ADMIN_ADDRESS = "admin_address";
    private static final String ADMIN_TOKEN = "admin_token";
    private static final String RPC_SECRET = "rpc_secret";

    /** Garage documentation, "Configuration file format": {@code rpc_secret} is 32 bytes, in hexadecimal digits. */
    private static final int SECRET_BYTES = 32;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the files after creating missing secrets. */
    static GarageFiles withSecrets(ServiceDirectory directory) {
        GarageFiles files = new GarageFiles(directory);
        files.createSecrets();
        return files;
    }

    /** Returns the endpoint, bucket and keys of the store; empty if the file is missing or invalid. */
    Optional<ObjectStore> store() {
        return directory.read(CREDENTIALS).flatMap(GarageFiles::parse);
    }

    private static Optional<ObjectStore> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            boolean isComplete = Stream.of("endpoint", "bucket", "region", "accessKey", "secretKey")
                    .allMatch(name -> json.path(name).isTextual());
            return isComplete
                    ? Optional.of(new ObjectStore(
                            json.path("endpoint").asText(),
                            json.path("bucket").asText(),
                            json.path("region").asText(),
                            Optional.of(new Keys(
                                    json.path("accessKey").asText(),
                                    new Secret(json.path("secretKey").asText()))),
                            true))
                    : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    void writeStore(ObjectStore store) {
        ObjectNode document = JsonDocument.create();
        document.put("endpoint", store.endpoint()).put("bucket", store.bucket()).put("region", store.region());
        store.keys().ifPresent(keys -> document.put("accessKey", keys.access())
                .put("secretKey", keys.secret().value()));
        directory.writePrivately(CREDENTIALS, JsonDocument.print(document));
    }

    /** Returns the address of the administration API; empty if Garage was never started. */
    Optional<String> adminAddress() {
        return directory.read(ADMIN_ADDRESS).map(String::strip);
    }

    void writeAdminAddress(String address) {
        directory.write(ADMIN_ADDRESS, address + "\n");
    }

    Optional<String> adminToken() {
        return directory.read(ADMIN_TOKEN).map(String::strip);
    }

    Optional<String> rpcSecret() {
        return directory.read(RPC_SECRET).map(String::strip);
    }

    /** Returns all credentials that exist, which must never be shown. */
    List<String> secrets() {
        Stream<String> keys = store().flatMap(ObjectStore::keys).stream()
                .flatMap(both -> Stream.of(both.access(), both.secret().value()));
        return Stream.concat(keys, Stream.of(adminToken(), rpcSecret()).flatMap(Optional::stream))
                .toList();
    }

    /** Creates the secrets that Garage reads from files. Keeps existing ones. */
    void createSecrets() {
        for (String name : new String[] {ADMIN_TOKEN, RPC_SECRET}) {
            if (directory
                    .read(name)
                    .filter(text -> text.strip().length() == 2 * SECRET_BYTES)
                    .isEmpty()) {
                byte[] secret = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(secret);
                directory.writePrivately(name, HexFormat.of().formatHex(secret) + "\n");
            }
        }
    }

    String adminTokenFile() {
        return directory.resolve(ADMIN_TOKEN).toString();
    }

    String rpcSecretFile() {
        return directory.resolve(RPC_SECRET).toString();
    }
}
