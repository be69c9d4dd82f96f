package dev.imagemanager.pipeline.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The record of a target's SBOMs: the content of {@code sbom.json}.
 *
 * @param image the digest of the manifest, or of the index for several platforms
 * @param platforms the SBOMs for each platform
 */
record SbomRecord(TargetName target, Digest image, SortedMap<Platform, Entry> platforms) {

    private static final String DIGEST = "digest";

    SbomRecord {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }

    /** A file, as it was written. */
    record Content(Digest digest, long size) {}

    /**
     * @param image the digest of the manifest that was scanned
     * @param scanner name and version of the program
     * @param packages how many it found
     */
    record Entry(Digest image, String scanner, int packages, Map<SbomFormat, Content> files) {
        Entry {
            files = Collections.unmodifiableMap(new EnumMap<>(files));
        }
    }

    boolean isOnlyPlatform() {
        return platforms.size() == 1;
    }

    ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("target", target.toString());
        document.put(DIGEST, image.toString());
        ObjectNode list = document.putObject("platforms");
        platforms.forEach((platform, entry) -> {
            ObjectNode node = list.putObject(platform.toString());
            node.put(DIGEST, entry.image().toString());
            node.put("scanner", entry.scanner());
            node.put("packages", entry.packages());
            ObjectNode files = node.putObject("files");
            entry.files().forEach((format, content) -> files.putObject(format.key())
                    .put(DIGEST, content.digest().toString())
                    .put("bytes", content.size()));
        });
        return document;
    }

    /** @return empty if the document is not the target's record, or is not valid in this version */
    static Optional<SbomRecord> of(TargetName target, JsonNode document) {
        Optional<Digest> image = Digest.find(document.path(DIGEST).asText());
        if (!document.path("target").asText().equals(target.toString()) || image.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<Platform, Entry> platforms = new TreeMap<>();
        for (Map.Entry<String, JsonNode> node : document.path("platforms").properties()) {
            Optional<Platform> platform = Platform.find(node.getKey());
            Optional<Entry> entry = entry(node.getValue());
            if (platform.isEmpty() || entry.isEmpty()) {
                return Optional.empty();
            }
            platforms.put(platform.get(), entry.get());
        }
        return platforms.isEmpty() ? Optional.empty() : Optional.of(new SbomRecord(target, image.get(), platforms));
    }

    private static Optional<Entry> entry(JsonNode node) {
        Optional<Digest> image = Digest.find(node.path(DIGEST).asText());
        Map<SbomFormat, Content> files = new EnumMap<>(SbomFormat.class);
        for (SbomFormat format : SbomFormat.values()) {
            JsonNode file = node.path("files").path(format.key());
            Optional<Digest> digest = Digest.find(file.path(DIGEST).asText());
            if (image.isEmpty() || digest.isEmpty()) {
                return Optional.empty();
            }
            files.put(format, new Content(digest.get(), file.path("bytes").asLong()));
        }
        return Optional.of(new Entry(
                image.get(),
                node.path("scanner").asText(),
                node.path("packages").asInt(),
                files));
    }
}
