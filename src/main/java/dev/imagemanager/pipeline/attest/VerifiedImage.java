package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image that was verified.
 *
 * @param name the reference by which the registry was asked
 * @param digest empty if the registry has no such image
 * @param manifests the index, if there is one, and the manifests of all platforms
 */
public record VerifiedImage(String name, Optional<Digest> digest, List<Part> manifests) {

    public VerifiedImage {
        manifests = List.copyOf(manifests);
    }

    /**
     * A manifest or index.
     *
     * @param platform empty for an index, and for a manifest that is in none
     * @param findings about what it must have, and what it has
     */
    public record Part(Digest digest, Optional<Platform> platform, SortedMap<Evident, Finding> findings) {

        public Part {
            findings = Collections.unmodifiableSortedMap(new TreeMap<>(findings));
        }

        public boolean isValid() {
            return findings.values().stream().allMatch(Finding::isValid);
        }
    }

    /** Returns whether nothing is missing, and all is believed. */
    public boolean isValid() {
        return digest.isPresent() && manifests.stream().allMatch(Part::isValid);
    }

    public void describe(ObjectNode node) {
        node.put("reference", name);
        node.put("digest", digest.map(Digest::toString).orElse(null));
        node.put("valid", isValid());
        ArrayNode list = node.putArray("manifests");
        manifests.forEach(part -> describe(part, list.addObject()));
    }

    private static void describe(Part part, ObjectNode node) {
        node.put("digest", part.digest().toString());
        node.put("platform", part.platform().map(Platform::toString).orElse(null));
        part.findings().forEach((what, finding) -> node.putObject(what.toString())
                .put("state", finding.state().toString())
                .setAll(finding.facts()));
    }
}
