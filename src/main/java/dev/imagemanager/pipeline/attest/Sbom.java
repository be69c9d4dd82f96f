package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;

/** The list of an image's packages (in-toto Attestation Framework, "SPDX Predicate"). */
final class Sbom {

    static final String PREDICATE_TYPE = "https://spdx.dev/Document";

    private static final String GRAPH = "@graph";

    private Sbom() {}

    /**
     * @param name of the image, for messages
     * @param document SPDX in JSON
     */
    static ObjectNode of(String name, byte[] document) {
        return Statement.parse(document)
                .orElseThrow(
                        () -> new EnvironmentException(Problem.error("the SBOM of " + name + " is not a JSON document")
                                .withHint("run 'image-manager sbom " + name + "' again")));
    }

    /** Returns how many packages a document lists (SPDX 2.3, "packages"; SPDX 3.0, "software_Package"). */
    static int packages(JsonNode document) {
        int count = document.path("packages").size();
        for (JsonNode element : document.path(GRAPH)) {
            count += element.path("type").asText().equals("software_Package") ? 1 : 0;
        }
        return count;
    }
}
