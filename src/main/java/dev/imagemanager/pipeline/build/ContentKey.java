package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The inputs that determine the result of a build or a test (docs/development/decisions/0002-content-key.md). */
public sealed interface ContentKey {

    /** Returns the inputs as far as they are known: input → its value, or its SHA-256 in hexadecimal digits. */
    SortedMap<String, String> components();

    /** Returns the key, 64 hexadecimal digits; empty if it is not known. */
    default Optional<String> known() {
        return this instanceof Known known ? Optional.of(known.value()) : Optional.empty();
    }

    /** Adds the key and its inputs to a record. */
    default void describe(ObjectNode record) {
        if (this instanceof Known known) {
            record.put("key", known.value());
            ObjectNode inputs = record.putObject("keyComponents");
            known.components().forEach(inputs::put);
        } else if (this instanceof Unknown unknown) {
            record.putNull("key");
            record.put("keyUnknown", unknown.reason());
        }
    }

    /** Reads what {@link #describe} wrote. The key itself is computed from its inputs. */
    static ContentKey read(JsonNode record) {
        if (!record.hasNonNull("key")) {
            return new Unknown(record.path("keyUnknown").asText());
        }
        SortedMap<String, String> inputs = new TreeMap<>();
        record.path("keyComponents")
                .properties()
                .forEach(input -> inputs.put(input.getKey(), input.getValue().asText()));
        return new Known(inputs);
    }

    /**
     * A complete key: work with the same key has the same result.
     *
     * @param components input → its value, or its SHA-256 in hexadecimal digits
     */
    record Known(SortedMap<String, String> components) implements ContentKey {

        /** The prefix of a key as a tag in the build registry. */
        private static final String TAG_PREFIX = "im-";

        public Known {
            components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
        }

        /** Returns 64 hexadecimal digits. */
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
            return tagOf(value());
        }

        /**
         * Returns the tag of a key.
         *
         * @param value 64 hexadecimal digits
         */
        public static String tagOf(String value) {
            return TAG_PREFIX + value;
        }

        /** Returns the components of a later key that differ, sorted by name. */
        public List<KeyChange> changesTo(Known later) {
            SortedSet<String> names = new TreeSet<>(components.keySet());
            names.addAll(later.components.keySet());
            return names.stream()
                    .map(name -> new KeyChange(
                            name,
                            Optional.ofNullable(components.get(name)),
                            Optional.ofNullable(later.components.get(name))))
                    .filter(change -> !change.before().equals(change.now()))
                    .toList();
        }
    }

    /**
     * An input cannot be determined, so the work is never skipped.
     *
     * @param reason a clause: {@code its definition says 'rebuild: always'}
     */
    record Unknown(String reason) implements ContentKey {

        /** Returns none: there is nothing to compare. */
        @Override
        public SortedMap<String, String> components() {
            return Collections.emptySortedMap();
        }
    }
}
