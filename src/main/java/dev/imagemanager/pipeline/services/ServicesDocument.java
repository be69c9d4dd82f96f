package dev.imagemanager.pipeline.services;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.JsonDocument;
import java.util.List;

/** The JSON document of {@code services status --output json} (docs/reference/output.md, "services status"). */
public final class ServicesDocument {

    private ServicesDocument() {}

    public static ObjectNode of(List<ServiceStatus> statuses) {
        ObjectNode document = JsonDocument.create();
        ArrayNode services = document.putArray("services");
        statuses.forEach(status -> services.addObject()
                .put("name", status.name().toString())
                .put("mode", status.mode().toString())
                .put("state", status.state().toString())
                .put("address", status.address()));
        return document;
    }
}
