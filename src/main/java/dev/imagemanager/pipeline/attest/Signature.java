package dev.imagemanager.pipeline.attest;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A signature.
 *
 * @param value in Base64
 * @param proof annotations that prove who signed without a key: the certificate and the entry of the transparency log; empty for
 *     signatures with a key
 */
public record Signature(String value, SortedMap<String, String> proof) {

    public Signature {
        proof = Collections.unmodifiableSortedMap(new TreeMap<>(proof));
    }

    /** @param value in Base64 */
    public static Signature of(String value) {
        return new Signature(value, new TreeMap<>());
    }
}
