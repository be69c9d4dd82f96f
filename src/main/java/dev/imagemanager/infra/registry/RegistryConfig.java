package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.daemon.StateDirectory;
import dev.imagemanager.pipeline.services.ServiceScope;

/**
 * Creates the registry's {@code config.yml} (CNCF Distribution, "Configuring a registry"). The registry sends the
 * fleet's id in a response header, so that other fleets do not use it, and demands the {@link FleetAccount}.
 */
final class RegistryConfig {

    static final String OWNER_HEADER = "X-Image-Manager";

    private RegistryConfig() {}

    /**
     * @param address the address to listen on
     * @param data the directory for images
     * @param accounts the password file
     */
    static String of(ServiceScope scope, String address, String data, String accounts) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("version", "0.1");
        config.putObject("log").put("level", "info").putObject("accesslog").put("disabled", true);
        ObjectNode storage = config.putObject("storage");
        storage.putObject("filesystem").put("rootdirectory", data);
        storage.putObject("delete").put("enabled", true);
        config.putObject("auth")
                .putObject("htpasswd")
                .put("realm", "image-manager")
                .put("path", accounts);
        ObjectNode http = config.putObject("http").put("addr", address);
        http.putObject("headers").putArray(OWNER_HEADER).add(ownerOf(scope));
        // JSON is valid YAML 1.2.
        return config.toPrettyString() + "\n";
    }

    static String ownerOf(ServiceScope scope) {
        return StateDirectory.idOf(scope.directory());
    }
}
