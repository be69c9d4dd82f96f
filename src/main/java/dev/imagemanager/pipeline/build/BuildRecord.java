package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The record of a target's last build: the content of {@code build.json}.
 *
 * @param digest of the manifest, or of the index for several platforms
 * @param platforms the image for each platform
 */
public record BuildRecord(
        TargetName target, Digest digest, SortedMap<Platform, PlatformImage> platforms, String builderVersion) {

    private static final String PROVENANCE = "provenance";

    public BuildRecord {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }

    /**
     * @param digest of the manifest
     * @param key the content key of the build
     * @param size of its configuration and layers as they are stored, in bytes; 0 if it is not known
     * @param archive empty if there was none yet
     * @param time the build time; empty if another machine or checkout built it
     * @param provenance empty if another machine or checkout built it, or the fleet attaches none
     */
    public record PlatformImage(
            Digest digest,
            ContentKey key,
            long size,
            Optional<ArchiveContent> archive,
            Optional<Duration> time,
            Optional<BuilderProvenance> provenance) {

        /** An image that was not built here. */
        PlatformImage(Digest digest, ContentKey key) {
            this(digest, key, 0, Optional.empty(), Optional.empty(), Optional.empty());
        }

        boolean wasBuiltHere() {
            return time.isPresent();
        }

        PlatformImage with(ArchiveContent content) {
            return new PlatformImage(digest, key, size, Optional.of(content), time, provenance);
        }
    }

    /** Returns a record with the archive for one platform. */
    BuildRecord with(Platform platform, ArchiveContent archive) {
        SortedMap<Platform, PlatformImage> images = new TreeMap<>(platforms);
        images.computeIfPresent(platform, (key, image) -> image.with(archive));
        return new BuildRecord(target, digest, images, builderVersion);
    }

    /** Returns the manifest for each platform. */
    public Map<Platform, Digest> images() {
        return digests(platforms);
    }

    static Map<Platform, Digest> digests(Map<Platform, PlatformImage> images) {
        Map<Platform, Digest> digests = new TreeMap<>();
        images.forEach((platform, image) -> digests.put(platform, image.digest()));
        return digests;
    }

    public Duration time() {
        return platforms.values().stream()
                .flatMap(image -> image.time().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    public long size() {
        return platforms.values().stream().mapToLong(PlatformImage::size).sum();
    }

    long archiveBytes() {
        return platforms.values().stream()
                .flatMap(image -> image.archive().stream())
                .mapToLong(ArchiveContent::size)
                .sum();
    }

    ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("target", target.toString());
        document.put("digest", digest.toString());
        document.put("buildkit", builderVersion);
        ObjectNode list = document.putObject("platforms");
        platforms.forEach((platform, image) -> {
            ObjectNode node = list.putObject(platform.toString());
            node.put("digest", image.digest().toString());
            if (image.size() > 0) {
                node.put("imageBytes", image.size());
            }
            image.archive().ifPresent(archive -> {
                node.put("archiveBytes", archive.size());
                node.put("archiveDigest", archive.digest().toString());
            });
            image.time().ifPresent(time -> node.put("milliseconds", time.toMillis()));
            image.provenance().ifPresent(provenance -> provenance.describe(node.putObject(PROVENANCE)));
            image.key().describe(node);
        });
        return document;
    }

    /** @return empty if the document is not the target's record, or is not valid in this version */
    static Optional<BuildRecord> of(TargetName target, JsonNode document) {
        if (!JsonDocument.isOne(document) || !document.path("target").asText().equals(target.toString())) {
            return Optional.empty();
        }
        SortedMap<Platform, PlatformImage> platforms = new TreeMap<>();
        for (Map.Entry<String, JsonNode> platform : document.path("platforms").properties()) {
            JsonNode node = platform.getValue();
            Optional<Platform> name = Platform.find(platform.getKey());
            Optional<Digest> digest = Digest.find(node.path("digest").asText());
            if (name.isEmpty() || digest.isEmpty()) {
                return Optional.empty();
            }
            platforms.put(
                    name.get(),
                    new PlatformImage(
                            digest.get(),
                            ContentKey.read(node),
                            node.path("imageBytes").asLong(),
                            Digest.find(node.path("archiveDigest").asText())
                                    .map(content -> new ArchiveContent(
                                            node.path("archiveBytes").asLong(), content)),
                            node.has("milliseconds")
                                    ? Optional.of(Duration.ofMillis(
                                            node.path("milliseconds").asLong()))
                                    : Optional.empty(),
                            BuilderProvenance.read(node.path(PROVENANCE))));
        }
        return platforms.isEmpty()
                ? Optional.empty()
                : Digest.find(document.path("digest").asText())
                        .map(digest -> new BuildRecord(
                                target,
                                digest,
                                platforms,
                                document.path("buildkit").asText()));
    }
}
