package dev.imagemanager.infra.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.ServiceMode;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code services.json}: where the services of a fleet are, or were last, so that they come back to the same address. A
 * file that cannot be understood counts as none: all that is lost is the address.
 */
final class ServiceRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    ServiceRecords(StateDirectory state) {
        this.file = state.recordsFile();
    }

    Optional<String> address(ServiceName service) {
        return Optional.ofNullable(read().get(service));
    }

    void put(ServiceName service, String address) {
        Map<ServiceName, String> addresses = read();
        addresses.put(service, address);
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("services");
        addresses.forEach((name, known) -> list.addObject()
                .put("name", name.toString())
                .put("mode", ServiceMode.PROCESS.toString())
                .put("address", known));
        Path partial = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(partial, JsonDocument.print(document));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write " + file + ": " + FailureReason.of(failure))
                            .withHint("check the free space and the permissions"),
                    failure);
        }
    }

    private Map<ServiceName, String> read() {
        Map<ServiceName, String> addresses = new EnumMap<>(ServiceName.class);
        try {
            for (JsonNode entry : JSON.readTree(Files.readString(file)).path("services")) {
                for (ServiceName service : ServiceName.values()) {
                    if (service.toString().equals(entry.path("name").asText())
                            && entry.path("address").isTextual()) {
                        addresses.put(service, entry.path("address").asText());
                    }
                }
            }
        } catch (NoSuchFileException | JsonProcessingException none) {
            return addresses;
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + file + ": " + FailureReason.of(failure))
                            .withHint("check its permissions"),
                    failure);
        }
        return addresses;
    }
}
