package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.reference.Platform;
import java.util.Optional;

/**
 * What the fleet's builder was when something connected to it last, in {@code dist/}. So a fleet without changes needs no
 * builder to tell that it has none.
 */
final class KnownBuilder {

    private static final String KIND = "builder";

    private final OutputDirectory output;
    private final SealedDocuments documents;

    KnownBuilder(OutputDirectory output, SealedDocuments documents) {
        this.output = output;
        this.documents = documents;
    }

    /**
     * Returns the builder of the last connection. A document that others wrote, or that is damaged, is ignored.
     *
     * @param origin of the present builder, see {@link ImageBuilder#origin}
     */
    Optional<Identity> find(String origin) {
        return output.content(OutputPaths.BUILDER)
                .flatMap(json -> documents.read(KIND, json))
                .filter(document -> document.path("origin").asText().equals(origin))
                .flatMap(document -> Platform.find(document.path("platform").asText())
                        .map(platform -> new Identity(document.path("version").asText(), platform)));
    }

    void store(String origin, Identity builder) {
        ObjectNode document = JsonDocument.create();
        document.put("origin", origin);
        document.put("version", builder.version());
        document.put("platform", builder.platform().toString());
        output.write(OutputPaths.BUILDER, documents.print(KIND, document));
    }
}
