package dev.imagemanager.config.yaml;

import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.SourceLocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A YAML value as written, with its position. */
public sealed interface YamlNode {

    SourceLocation location();

    /** Returns the kind of value, for messages. */
    String kind();

    /** Returns whether the value is missing or null (YAML 1.2.2, 10.3.2: {@code null}, {@code ~} or nothing). */
    default boolean isNull() {
        return false;
    }

    record Mapping(SourceLocation location, Map<String, Entry> entries) implements YamlNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Entry(SourceLocation keyLocation, YamlNode value) {}

    record Sequence(SourceLocation location, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A scalar, as written: {@code 1.10} is the string {@code 1.10}.
     *
     * @param plain whether it was written without quotes and not as a block
     */
    record Scalar(SourceLocation location, String text, boolean plain) implements YamlNode {

        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        @Override
        public boolean isNull() {
            return plain && NULLS.contains(text);
        }

        @Override
        public String kind() {
            return isNull() ? "empty" : "the string " + Excerpt.of(text);
        }
    }
}
