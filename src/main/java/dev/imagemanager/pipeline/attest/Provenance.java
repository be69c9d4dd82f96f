package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.Target;
import dev.imagemanager.pipeline.build.BuilderProvenance;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * What an image was made of (SLSA Provenance v1), as the content key knows it: see docs/development/decisions/0010-attestations.md.
 */
final class Provenance {

    static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";

    private static final String PROJECT = "https://github.com/example/image-manager";
    private static final String BUILD_TYPE = PROJECT + "/blob/main/docs/guide/signatures.md#provenance";

    private static final String BUILD_DEFINITION = "buildDefinition";
    private static final String DEPENDENCIES = "resolvedDependencies";

    private static final String METADATA = "metadata";

    /** The name of the dependency that is the fleet's repository. */
    private static final String FLEET = "fleet";

    private static final String COMMIT = "gitCommit";
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private static final String BASE = "base ";
    private static final String PARENT = "parent ";

    private Provenance() {}

    /**
     * @param inputs the components of the content key; empty if it is not known
     * @param build what the builder said
     */
    static ObjectNode of(
            Target target,
            Platform platform,
            SortedMap<String, String> inputs,
            Optional<FleetSource> source,
            Optional<BuilderProvenance> build) {
        ObjectNode predicate = JsonNodeFactory.instance.objectNode();
        ObjectNode definition = predicate.putObject(BUILD_DEFINITION).put("buildType", BUILD_TYPE);
        definition
                .putObject("externalParameters")
                .put("target", target.toString())
                .put("definition", target.definition().file().toString())
                .put("platform", platform.toString());
        ObjectNode internal = definition.putObject("internalParameters").putObject("inputs");
        inputs.forEach(internal::put);
        ArrayNode dependencies = definition.putArray(DEPENDENCIES);
        source.ifPresent(fleet -> addFleet(dependencies, fleet));
        inputs.forEach((component, value) -> addImage(dependencies, component, value));
        ObjectNode run = predicate.putObject("runDetails");
        run.putObject("builder").put("id", PROJECT);
        if (!inputs.isEmpty()) {
            run.putObject(METADATA).put("invocationId", new ContentKey.Known(inputs).value());
        }
        build.ifPresent(said -> addBuild(run, said));
        return predicate;
    }

    /** The statement of the builder is of another form, so it is a by-product; its times are those of the build. */
    private static void addBuild(ObjectNode run, BuilderProvenance build) {
        JsonNode said = build.predicate().path(METADATA);
        ObjectNode metadata = run.withObject("/" + METADATA);
        copyTime(said, "buildStartedOn", metadata, "startedOn");
        copyTime(said, "buildFinishedOn", metadata, "finishedOn");
        ObjectNode byproduct = run.putArray("byproducts")
                .addObject()
                .put("name", build.builder())
                .put("mediaType", "application/json")
                .put("content", build.predicate().toString().getBytes(StandardCharsets.UTF_8));
        byproduct.putObject("annotations").put("predicateType", build.predicateType());
    }

    private static void copyTime(JsonNode from, String name, ObjectNode to, String as) {
        if (from.path(name).isTextual()) {
            to.set(as, from.get(name));
        }
    }

    private static void addFleet(ArrayNode dependencies, FleetSource source) {
        ObjectNode fleet = dependencies.addObject().put("name", FLEET);
        source.repository().ifPresent(address -> fleet.put("uri", "git+" + address));
        fleet.putObject("digest").put(COMMIT, source.commit());
    }

    private static void addImage(ArrayNode dependencies, String component, String value) {
        Optional<Digest> digest = Digest.find(value);
        boolean isBase = component.startsWith(BASE);
        if (digest.isEmpty() || !isBase && !component.startsWith(PARENT)) {
            return;
        }
        String name = component.substring(component.indexOf(' ') + 1);
        ObjectNode image = dependencies.addObject().put("name", name);
        if (isBase) {
            ImageReference.find(name)
                    .ifPresent(reference -> image.put("uri", "docker-image://" + reference.repository()));
        }
        image.putObject("digest").put(digest.get().algorithm(), digest.get().hex());
    }

    /** Returns the commit that a predicate names. */
    static Optional<String> commitOf(JsonNode predicate) {
        for (JsonNode dependency : predicate.path(BUILD_DEFINITION).path(DEPENDENCIES)) {
            JsonNode commit = dependency.path("digest").path(COMMIT);
            if (COMMIT_ID.matcher(commit.asText()).matches()) {
                return Optional.of(commit.asText());
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether two predicates say that an image was made of the same. They may name different commits: an image that a
     * commit does not change is not built again.
     */
    static boolean areOfSameBuild(JsonNode one, JsonNode other) {
        return withoutCommit(one).equals(withoutCommit(other));
    }

    private static JsonNode withoutCommit(JsonNode predicate) {
        JsonNode definition = predicate.path(BUILD_DEFINITION).deepCopy();
        if (definition instanceof ObjectNode object && object.get(DEPENDENCIES) instanceof ArrayNode dependencies) {
            for (int i = dependencies.size() - 1; i >= 0; i--) {
                if (dependencies.get(i).path("name").asText().equals(FLEET)) {
                    dependencies.remove(i);
                }
            }
        }
        return definition;
    }
}
