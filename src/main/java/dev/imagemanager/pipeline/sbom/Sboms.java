package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The SBOMs of a fleet that this user made and nobody changed. Reads {@code dist/} only. */
public final class Sboms {

    private final SbomRecords records;

    public Sboms(OutputDirectory output, SealedDocuments documents) {
        this.records = new SbomRecords(output, documents);
    }

    /**
     * Which images of a target have been scanned.
     *
     * @param image the digest of the manifest, or of the index for several platforms
     * @param platforms the digest of the manifest for each platform
     */
    public record Scanned(TargetName target, Digest image, SortedMap<Platform, Digest> platforms) {}

    /** Returns which images of a target have been scanned last; empty if none has. Does not read SBOMs. */
    public Optional<Scanned> scanned(TargetName target) {
        return records.read(target).map(record -> {
            SortedMap<Platform, Digest> platforms = new TreeMap<>();
            record.platforms().forEach((platform, entry) -> platforms.put(platform, entry.image()));
            return new Scanned(target, record.image(), platforms);
        });
    }

    /**
     * Returns the SBOM of an image in SPDX 2.3 as JSON.
     *
     * @param image the digest of its manifest
     * @return empty if there is none, or it is that of another image
     */
    public Optional<byte[]> spdx(TargetName target, Platform platform, Digest image) {
        return records.read(target)
                .filter(record -> record.platforms().containsKey(platform)
                        && record.platforms().get(platform).image().equals(image))
                .flatMap(record -> records.content(record, platform, SbomFormat.SPDX));
    }

    /**
     * Returns the SBOMs of the images of a target in SPDX 2.3 as JSON.
     *
     * @param images the digest of the manifest for each platform
     * @return empty unless there is one of each
     */
    public Optional<Map<Platform, byte[]>> spdx(TargetName target, Map<Platform, Digest> images) {
        Map<Platform, byte[]> found = new TreeMap<>();
        images.forEach(
                (platform, image) -> spdx(target, platform, image).ifPresent(content -> found.put(platform, content)));
        return found.size() == images.size() && !found.isEmpty() ? Optional.of(found) : Optional.empty();
    }
}
