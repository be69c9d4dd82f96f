package dev.imagemanager.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The schema of events that is part of the documentation. */
public final class EventSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final JsonSchema schema;

    private EventSchema(String text) throws IOException {
        document = JSON.readTree(text);
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    public static EventSchema documented() {
        try {
            return new EventSchema(Files.readString(Path.of("docs/reference/events.schema.json")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        document.path("oneOf")
                .forEach(event -> names.add(event.at("/properties/event/const").asText()));
        return names;
    }

    /** Checks that each line is an event of the schema, and that the schema describes all of its fields. */
    public void accepts(List<String> lines) {
        for (String line : lines) {
            assertThat(schema.validate(line, InputFormat.JSON, context -> context.getExecutionConfig()
                            .setFormatAssertionsEnabled(true)))
                    .as(line)
                    .isEmpty();
            assertThat(described(parse(line))).as(line).containsAll(fields(parse(line)));
        }
    }

    private Set<String> described(JsonNode event) {
        Set<String> fields = new TreeSet<>(fields(document.path("properties")));
        document.path("oneOf").forEach(definition -> {
            if (definition.at("/properties/event/const").equals(event.path("event"))) {
                fields.addAll(fields(definition.path("properties")));
            }
        });
        return fields;
    }

    private static Set<String> fields(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException noJson) {
            throw new AssertionError("no JSON: " + line, noJson);
        }
    }
}
