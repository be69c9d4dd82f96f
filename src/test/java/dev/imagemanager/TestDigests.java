package dev.imagemanager;

import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;

/** Digests for tests that need some, one for each word. */
public final class TestDigests {

    private TestDigests() {}

    public static Digest of(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
