package dev.imagemanager.pipeline.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in an image of a target: the content of {@code aliases.json}.
 *
 * @param digest of the index if there are several platforms, else of the manifest
 */
record Measurement(TargetName target, Digest digest, Map<MeasuredAlias.Source, String> outputs) {

    private static final String RUN = "run";
    private static final String FILE = "file";
    private static final String LABEL = "label";

    Measurement {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("target", target.toString());
        document.put("digest", digest.toString());
        ArrayNode list = document.putArray("outputs");
        outputs.forEach((source, output) -> {
            ObjectNode node = list.addObject();
            describe(source, node);
            node.put("output", output);
        });
        return document;
    }

    private static void describe(MeasuredAlias.Source source, ObjectNode node) {
        if (source instanceof MeasuredAlias.Run run) {
            ArrayNode command = node.putArray(RUN);
            run.command().forEach(command::add);
        } else if (source instanceof MeasuredAlias.File file) {
            node.put(FILE, file.path());
        } else if (source instanceof MeasuredAlias.Label label) {
            node.put(LABEL, label.key());
        }
    }

    /** Reads what {@link #toJson} wrote. */
    static Optional<Measurement> of(JsonNode document) {
        Optional<TargetName> target = TargetName.find(document.path("target").asText());
        Optional<Digest> digest = Digest.find(document.path("digest").asText());
        if (!JsonDocument.isOne(document) || target.isEmpty() || digest.isEmpty()) {
            return Optional.empty();
        }
        Map<MeasuredAlias.Source, String> outputs = new LinkedHashMap<>();
        document.path("outputs")
                .forEach(node -> outputs.put(source(node), node.path("output").asText()));
        return Optional.of(new Measurement(target.get(), digest.get(), outputs));
    }

    private static MeasuredAlias.Source source(JsonNode node) {
        if (node.has(RUN)) {
            List<String> command = new ArrayList<>();
            node.path(RUN).forEach(part -> command.add(part.asText()));
            return new MeasuredAlias.Run(command);
        }
        return node.has(FILE)
                ? new MeasuredAlias.File(node.path(FILE).asText())
                : new MeasuredAlias.Label(node.path(LABEL).asText());
    }
}
