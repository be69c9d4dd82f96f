package dev.imagemanager.infra.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of a fleet's services in {@code services.json}, so that a service gets the same address at its next
 * start. An invalid file, or something else in its place, is treated as missing.
 */
final class ServiceRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** In bytes; a record takes about 100. */
    private static final int READ_LIMIT = 1 << 20;

    private record Entry(ServiceMode mode, String address) {}

    private final Path file;

    ServiceRecords(StateDirectory state) {
        this.file = state.recordsFile();
    }

    /** @return the address of the last run; empty if the last run was in another mode */
    Optional<String> address(ServiceName service, ServiceMode mode) {
        return Optional.ofNullable(read().get(service))
                .filter(entry -> entry.mode() == mode)
                .map(Entry::address);
    }

    void put(ServiceName service, ServiceMode mode, String address) {
        Map<ServiceName, Entry> entries = read();
        entries.put(service, new Entry(mode, address));
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("services");
        entries.forEach((name, entry) -> list.addObject()
                .put("name", name.toString())
                .put("mode", entry.mode().toString())
                .put("address", entry.address()));
        new StateFile(file).write(JsonDocument.print(document));
    }

    private Map<ServiceName, Entry> read() {
        Map<ServiceName, Entry> entries = new EnumMap<>(ServiceName.class);
        try {
            for (JsonNode written :
                    JSON.readTree(RegularFile.read(file, READ_LIMIT)).path("services")) {
                Optional<ServiceName> name = named(written.path("name"), ServiceName.values());
                Optional<ServiceMode> mode = named(written.path("mode"), ServiceMode.values());
                if (name.isPresent()
                        && mode.isPresent()
                        && written.path("address").isTextual()) {
                    entries.put(
                            name.get(),
                            new Entry(mode.get(), written.path("address").asText()));
                }
            }
        } catch (NoSuchFileException | RefusedFileException | JsonProcessingException | CharConversionException none) {
            return entries;
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + file + ": " + FailureReason.of(failure))
                            .withHint("check its permissions, or remove it"),
                    failure);
        }
        return entries;
    }

    private static <T> Optional<T> named(JsonNode name, T[] values) {
        return Arrays.stream(values)
                .filter(value -> value.toString().equals(name.asText()))
                .findFirst();
    }
}
