package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that decides what a build results in, as far as it can be known. */
public sealed interface ContentKey {

    /**
     * Two builds with the same key make the same image.
     *
     * @param components what was looked at → its value or the SHA-256 of it, in hexadecimal digits
     */
    record Known(SortedMap<String, String> components) implements ContentKey {

        /** What precedes a key where it is a tag in the build registry. */
        private static final String TAG_PREFIX = "im-";

        public Known {
            components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
        }

        /** 64 hexadecimal digits. */
        public String value() {
            MessageDigest sha256 = Digest.sha256();
            components.forEach((name, value) -> {
                sha256.update(name.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
                sha256.update(value.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            });
            return Digest.finish(sha256).hex();
        }

        public String tag() {
            return TAG_PREFIX + value();
        }

        /** Names of the components that are not the same in another key. */
        public SortedSet<String> differences(Known other) {
            SortedSet<String> names = new TreeSet<>(components.keySet());
            names.addAll(other.components.keySet());
            names.removeIf(
                    name -> components.containsKey(name) && components.get(name).equals(other.components.get(name)));
            return names;
        }
    }

    /**
     * Something that decides the result cannot be learned, so the build is never skipped.
     *
     * @param reason as a clause: {@code the build uses the secret 'token'}
     */
    record Unknown(String reason) implements ContentKey {}
}
