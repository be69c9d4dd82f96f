package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.reference.Platform;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the fleet's builders were when something connected to them last, in {@code dist/}. So a fleet without changes needs
 * no builder to tell that it has none. Safe for use by several threads.
 */
final class KnownBuilders {

    private static final String KIND = "builders";

    private final OutputDirectory output;
    private final SealedDocuments documents;
    private final Set<String> origins = new HashSet<>();
    private Map<String, Identity> builders;

    KnownBuilders(OutputDirectory output, SealedDocuments documents) {
        this.output = output;
        this.documents = documents;
    }

    /**
     * Returns what a builder was at the last connection. A document that others wrote, or that is damaged, is ignored.
     *
     * @param origin of the present builder
     */
    synchronized Optional<Identity> find(String origin) {
        origins.add(origin);
        return Optional.ofNullable(all().get(origin));
    }

    /** Keeps what a builder is, and of the others those that were looked for. */
    synchronized void store(String origin, Identity builder) {
        all().put(origin, builder);
        all().keySet().retainAll(origins);
        ObjectNode document = JsonDocument.create();
        all().forEach((from, known) -> document.withArray("builders")
                .addObject()
                .put("origin", from)
                .put("version", known.version())
                .put("platform", known.platform().toString()));
        output.write(OutputPaths.BUILDERS, documents.print(KIND, document));
    }

    private Map<String, Identity> all() {
        if (builders == null) {
            builders = new TreeMap<>();
            output.content(OutputPaths.BUILDERS)
                    .flatMap(json -> documents.read(KIND, json))
                    .ifPresent(document -> document.path("builders").forEach(this::read));
        }
        return builders;
    }

    private void read(JsonNode written) {
        Platform.find(written.path("platform").asText())
                .ifPresent(platform -> builders.put(
                        written.path("origin").asText(),
                        new Identity(written.path("version").asText(), platform)));
    }
}
