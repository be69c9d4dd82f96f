package dev.imagemanager.pipeline.packages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a query found.
 *
 * @param matches in build order
 * @param images how many SBOMs were searched
 * @param unknown targets of which not every image has an SBOM
 */
public record PackageMatches(List<Match> matches, int images, List<TargetName> unknown) {

    private static final int MOST_NAMES = 20;

    /** A package in an image. */
    public record Match(ListedImage image, ListedPackage listed) {}

    public PackageMatches {
        matches = List.copyOf(matches);
        unknown = List.copyOf(unknown);
    }

    /** Returns a note about the targets that may have further matches; empty if there are none. */
    public List<Problem> notes() {
        if (unknown.isEmpty()) {
            return List.of();
        }
        String names =
                unknown.stream().limit(MOST_NAMES).map(TargetName::toString).collect(Collectors.joining(", "));
        String more = unknown.size() > MOST_NAMES ? " and " + (unknown.size() - MOST_NAMES) + " more" : "";
        return List.of(Problem.note("without an SBOM of the last build, and not searched: " + names + more)
                .withHint("make them with 'image-manager sbom', or with each run: 'sbom: true' in .image-manager.yml"));
    }

    public ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("images", images);
        ArrayNode list = document.putArray("matches");
        for (Match match : matches) {
            ObjectNode node = list.addObject();
            match.image().describe(node);
            describe(match.listed(), node);
        }
        ArrayNode names = document.putArray("withoutSbom");
        unknown.forEach(target -> names.add(target.toString()));
        return document;
    }

    private static void describe(ListedPackage listed, ObjectNode node) {
        node.put("package", listed.name());
        node.put("version", listed.version());
        node.put("type", listed.type());
        node.put("license", listed.license());
        node.put("purl", listed.purl().orElse(null));
        node.put("source", listed.source().orElse(null));
    }
}
