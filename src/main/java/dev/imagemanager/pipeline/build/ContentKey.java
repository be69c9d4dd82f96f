package dev.imagemanager.pipeline.build;

import dev.imagemanager.pipeline.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides what a build results in; two builds with the same key make the same image.
 *
 * @param components what was looked at → its value or the SHA-256 of it, in hexadecimal digits
 */
public record ContentKey(SortedMap<String, String> components) {

    /** What precedes a key where it is a tag in the build registry. */
    private static final String TAG_PREFIX = "im-";

    public ContentKey {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    /** 64 hexadecimal digits. */
    public String value() {
        MessageDigest digest = Sha256.digest();
        components.forEach((name, value) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(value.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    public String tag() {
        return TAG_PREFIX + value();
    }
}
