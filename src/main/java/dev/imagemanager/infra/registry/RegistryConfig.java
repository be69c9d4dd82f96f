package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.daemon.StateDirectory;
import dev.imagemanager.pipeline.services.ServiceScope;

/**
 * The configuration of a registry of ours (Distribution, "Configuring a registry"). It says whose it is in a header of
 * its answers, so that no fleet takes another one's for its own.
 */
final class RegistryConfig {

    static final String OWNER_HEADER = "X-Image-Manager";

    private RegistryConfig() {}

    /**
     * @param address where it listens
     * @param data where it keeps images
     */
    static String of(ServiceScope scope, String address, String data) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("version", "0.1");
        config.putObject("log").put("level", "info").putObject("accesslog").put("disabled", true);
        ObjectNode storage = config.putObject("storage");
        storage.putObject("filesystem").put("rootdirectory", data);
        storage.putObject("delete").put("enabled", true);
        ObjectNode http = config.putObject("http").put("addr", address);
        http.putObject("headers").putArray(OWNER_HEADER).add(ownerOf(scope));
        // YAML 1.2 holds all of JSON, and JSON has one way only to write a path.
        return config.toPrettyString() + "\n";
    }

    static String ownerOf(ServiceScope scope) {
        return StateDirectory.of(scope.directory()).id();
    }
}
