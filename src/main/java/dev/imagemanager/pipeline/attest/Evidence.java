package dev.imagemanager.pipeline.attest;

import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known about an image.
 *
 * @param inputs the components of the content keys that it was built with; none for a platform whose key is not known
 * @param tests of the digest that was tested; empty if there were none
 * @param sboms SPDX documents in JSON; none for a platform that has none
 */
public record Evidence(
        SortedMap<Platform, SortedMap<String, String>> inputs,
        Optional<TestEvidence> tests,
        SortedMap<Platform, byte[]> sboms) {

    public Evidence {
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        sboms = Collections.unmodifiableSortedMap(new TreeMap<>(sboms));
    }
}
