package dev.imagemanager.pipeline.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The indexes that were made.
 *
 * @param incomplete the targets that lack images
 * @param single how many targets have one platform, and so no index
 */
public record ManifestReport(List<Index> indexes, List<Withheld> incomplete, int single) {

    public ManifestReport {
        indexes = List.copyOf(indexes);
        incomplete = List.copyOf(incomplete);
    }

    /**
     * The index of a target.
     *
     * @param tag in the build registry
     * @param images by their platform
     * @param isUnchanged whether the tag stood for it before
     */
    public record Index(
            TargetName target, String tag, Digest digest, Map<Platform, Digest> images, boolean isUnchanged) {
        public Index {
            images = new TreeMap<>(images);
        }
    }

    public ExitCode exitCode() {
        return incomplete.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    public ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("indexes");
        for (Index index : indexes) {
            ObjectNode node = list.addObject();
            node.put("target", index.target().toString());
            node.put("tag", index.tag());
            node.put("digest", index.digest().toString());
            ObjectNode platforms = node.putObject("platforms");
            index.images().forEach((platform, digest) -> platforms.put(platform.toString(), digest.toString()));
            node.put("state", index.isUnchanged() ? "up to date" : "made");
        }
        ArrayNode missing = document.putArray("incomplete");
        incomplete.forEach(target -> {
            ObjectNode node = missing.addObject();
            node.put("target", target.target().toString());
            node.put("reason", target.problem().message());
        });
        document.put("single", single);
        return document;
    }
}
