package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a builder itself says about a build: what it read, and when (SLSA Provenance).
 *
 * @param builder the name of the program
 * @param predicateType the version of SLSA Provenance that the predicate is of, as an address
 * @param predicate without values of arguments, which may be secrets
 */
public record BuilderProvenance(String builder, String predicateType, ObjectNode predicate) {

    private static final String BUILDER = "builder";
    private static final String TYPE = "predicateType";
    private static final String PREDICATE = "predicate";

    void describe(ObjectNode node) {
        node.put(BUILDER, builder).put(TYPE, predicateType).set(PREDICATE, predicate);
    }

    static Optional<BuilderProvenance> read(JsonNode node) {
        return node.path(PREDICATE) instanceof ObjectNode predicate
                ? Optional.of(new BuilderProvenance(
                        node.path(BUILDER).asText(), node.path(TYPE).asText(), predicate))
                : Optional.empty();
    }
}
