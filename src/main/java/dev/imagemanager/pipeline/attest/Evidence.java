package dev.imagemanager.pipeline.attest;

import dev.imagemanager.pipeline.build.BuilderProvenance;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known about an image.
 *
 * @param inputs the components of the content keys that it was built with; none for a platform whose key is not known
 * @param builds what the builders said about the builds; none for a platform if they said nothing
 * @param tests of the digest that was tested; empty if there were none
 * @param sboms SPDX documents in JSON; none for a platform that has none
 */
public record Evidence(
        SortedMap<Platform, SortedMap<String, String>> inputs,
        SortedMap<Platform, BuilderProvenance> builds,
        Optional<TestEvidence> tests,
        SortedMap<Platform, byte[]> sboms) {

    public Evidence {
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        builds = Collections.unmodifiableSortedMap(new TreeMap<>(builds));
        sboms = Collections.unmodifiableSortedMap(new TreeMap<>(sboms));
    }
}
