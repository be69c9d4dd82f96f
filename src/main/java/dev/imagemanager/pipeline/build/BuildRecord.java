package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a target's last build: the content of {@code build.json}.
 *
 * @param digest of the manifest or, for several platforms, of the index
 * @param platforms each with its image
 */
public record BuildRecord(
        TargetName target, Digest digest, SortedMap<Platform, PlatformImage> platforms, String builderVersion) {

    public BuildRecord {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }

    /**
     * @param digest of the manifest
     * @param key what decided the result; empty if it could not be computed
     * @param size of the archive in bytes
     * @param time that the build took
     */
    public record PlatformImage(Digest digest, Optional<ContentKey> key, long size, Duration time) {}

    public Duration time() {
        return platforms.values().stream().map(PlatformImage::time).reduce(Duration.ZERO, Duration::plus);
    }

    public long size() {
        return platforms.values().stream().mapToLong(PlatformImage::size).sum();
    }

    byte[] toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("target", target.toString());
        document.put("digest", digest.toString());
        document.put("buildkit", builderVersion);
        ObjectNode list = document.putObject("platforms");
        platforms.forEach((platform, image) -> {
            ObjectNode node = list.putObject(platform.toString());
            node.put("digest", image.digest().toString());
            node.put("archiveBytes", image.size());
            node.put("milliseconds", image.time().toMillis());
            node.put("key", image.key().map(ContentKey::value).orElse(null));
            ObjectNode components = node.putObject("keyComponents");
            image.key().ifPresent(key -> key.components().forEach(components::put));
        });
        return JsonDocument.print(document).getBytes(StandardCharsets.UTF_8);
    }

    /** @return empty for anything that this program did not write */
    public static Optional<BuildRecord> fromJson(TargetName target, byte[] json) {
        JsonNode document;
        try {
            document = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException damaged) {
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
            SortedMap<String, String> components = new TreeMap<>();
            node.path("keyComponents")
                    .properties()
                    .forEach(component -> components.put(
                            component.getKey(), component.getValue().asText()));
            platforms.put(
                    name.get(),
                    new PlatformImage(
                            digest.get(),
                            node.hasNonNull("key") ? Optional.of(new ContentKey(components)) : Optional.empty(),
                            node.path("archiveBytes").asLong(),
                            Duration.ofMillis(node.path("milliseconds").asLong())));
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
