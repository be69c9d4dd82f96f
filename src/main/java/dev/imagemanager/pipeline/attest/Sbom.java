package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.util.HashSet;
import java.util.Set;

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

    /**
     * Returns how many packages a document lists (SPDX 2.3, "packages"; SPDX 3.0, "software_Package"), without what it
     * describes, which is the image.
     */
    static int packages(JsonNode document) {
        Set<String> described = new HashSet<>();
        for (JsonNode relationship : document.path("relationships")) {
            if (relationship.path("relationshipType").asText().equals("DESCRIBES")) {
                described.add(relationship.path("relatedSpdxElement").asText());
            }
        }
        int count = 0;
        for (JsonNode listed : document.path("packages")) {
            count += described.contains(listed.path("SPDXID").asText()) ? 0 : 1;
        }
        for (JsonNode element : document.path(GRAPH)) {
            count += element.path("type").asText().equals("software_Package") ? 1 : 0;
        }
        return count;
    }
}
