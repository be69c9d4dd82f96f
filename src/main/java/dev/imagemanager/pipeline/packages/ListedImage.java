package dev.imagemanager.pipeline.packages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;

/**
 * An image that an SBOM may be about.
 *
 * @param digest of its manifest
 */
public record ListedImage(TargetName target, Platform platform, Digest digest) {

    void describe(ObjectNode node) {
        node.put("target", target.toString());
        node.put("platform", platform.toString());
        node.put("digest", digest.toString());
    }
}
