package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes the expected keys out of one YAML mapping. What has the wrong type or is unknown becomes a problem; the value is
 * then as if it had not been written, so that the rest of the file is checked too.
 */
final class MappingReader {

    private final YamlNode.Mapping mapping;
    private final String path;
    private final Values values;
    private final Problems problems;
    private final Map<String, SourceLocation> locations;
    private final Set<String> expectedKeys = new LinkedHashSet<>();

    /**
     * @param path of the mapping from the root, such as {@code tags[0]}; empty for the root
     * @param locations receives the place of every value that is read, by path
     */
    MappingReader(
            YamlNode.Mapping mapping,
            String path,
            Values values,
            Problems problems,
            Map<String, SourceLocation> locations) {
        this.mapping = mapping;
        this.path = path;
        this.values = values;
        this.problems = problems;
        this.locations = locations;
        locations.put(path, mapping.location());
    }

    SourceLocation location() {
        return mapping.location();
    }

    Optional<String> text(String key) {
        return scalar(key).map(YamlNode.Scalar::text);
    }

    Optional<Boolean> flag(String key) {
        return scalar(key).flatMap(scalar -> switch (scalar.text()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> wrongType(pathOf(key), scalar, "true or false");
        });
    }

    /** A list of texts; a single text counts as a list of one. Empty when the key is not written. */
    Optional<List<String>> texts(String key) {
        Optional<String> override = values.override(pathOf(key));
        if (override.isPresent()) {
            expectedKeys.add(key);
            locations.put(pathOf(key), values.overrideLocation(pathOf(key)));
            return override.map(text -> List.of(text.split("\\s*,\\s*")));
        }
        return node(key).flatMap(node -> {
            if (node instanceof YamlNode.Scalar scalar) {
                return expand(pathOf(key), scalar).map(value -> List.of(value.text()));
            }
            if (!(node instanceof YamlNode.Sequence sequence)) {
                return wrongType(pathOf(key), node, "a list of texts");
            }
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                String itemPath = pathOf(key) + "[" + i + "]";
                YamlNode item = sequence.items().get(i);
                locations.put(itemPath, item.location());
                if (item instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
                    expand(itemPath, scalar).ifPresent(value -> texts.add(value.text()));
                } else {
                    wrongType(itemPath, item, "a text");
                }
            }
            return Optional.of(texts);
        });
    }

    /** A mapping of texts; an empty value is one that was written as null and removes what it inherits. */
    Map<String, Optional<String>> textMap(String key) {
        Map<String, Optional<String>> result = new LinkedHashMap<>();
        valueMap(key).forEach((name, value) -> {
            if (value.isPresent() && (value.get() instanceof List || value.get() instanceof Map)) {
                String entryPath = pathOf(key) + "." + name;
                String actual = value.get() instanceof List ? "a list" : "a mapping";
                problems.add(Problem.error(
                        locations.get(entryPath), "'" + entryPath + "' must be a text, but is " + actual));
            } else {
                result.put(name, value.map(Object::toString));
            }
        });
        return result;
    }

    /**
     * A mapping of texts, flags, lists and mappings. An override of the mapping as a whole, {@code key=value;key=value},
     * adds to what is written; see {@link #textMap} for empty values. Only {@code true} and {@code false} without quotes become a
     * Boolean, which prints as it was written.
     */
    Map<String, Optional<Object>> valueMap(String key) {
        Map<String, Optional<Object>> result = new LinkedHashMap<>();
        nestedMapping(key).ifPresent(nested -> nested.entries().forEach((name, entry) -> {
            String entryPath = pathOf(key) + "." + name;
            locations.put(entryPath, entry.keyLocation());
            if (entry.value().isNull() && values.override(entryPath).isEmpty()) {
                result.put(name, Optional.empty());
            } else {
                value(entryPath, entry.value()).ifPresent(value -> result.put(name, Optional.of(value)));
            }
        }));
        values.override(pathOf(key)).ifPresent(entries -> {
            SourceLocation location = values.overrideLocation(pathOf(key));
            for (String entry : entries.split(";")) {
                String[] nameAndValue = entry.split("=", 2);
                if (nameAndValue.length == 2) {
                    locations.put(pathOf(key) + "." + nameAndValue[0].strip(), location);
                    result.put(nameAndValue[0].strip(), Optional.of(nameAndValue[1].strip()));
                } else {
                    problems.add(Problem.error(location, "'" + pathOf(key) + "' must be written key=value;key=value"));
                }
            }
        });
        return result;
    }

    <T> Optional<T> object(String key, Function<MappingReader, T> reader) {
        return nestedMapping(key).map(nested -> read(nested, pathOf(key), reader));
    }

    /** A list of mappings; empty when the key is not written. */
    <T> List<T> objects(String key, Function<MappingReader, T> reader) {
        return node(key)
                .<List<T>>flatMap(node -> {
                    if (!(node instanceof YamlNode.Sequence sequence)) {
                        return wrongType(pathOf(key), node, "a list");
                    }
                    List<T> objects = new ArrayList<>();
                    for (int i = 0; i < sequence.items().size(); i++) {
                        String itemPath = pathOf(key) + "[" + i + "]";
                        if (sequence.items().get(i) instanceof YamlNode.Mapping nested) {
                            objects.add(read(nested, itemPath, reader));
                        } else {
                            wrongType(itemPath, sequence.items().get(i), "a mapping");
                        }
                    }
                    return Optional.of(objects);
                })
                .orElse(List.of());
    }

    /** Whether the key is written with the value {@code false}. */
    boolean isSwitchedOff(String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        boolean off = values.override(pathOf(key))
                .map("false"::equals)
                .orElse(entry != null
                        && entry.value() instanceof YamlNode.Scalar scalar
                        && scalar.text().equals("false"));
        if (off) {
            expectedKeys.add(key);
        }
        return off;
    }

    /** Adds a problem with the mapping as a whole unless the condition holds. */
    void require(boolean condition, String message) {
        if (!condition) {
            problems.add(Problem.error(mapping.location(), message));
        }
    }

    /** To be called last: every key that nobody asked for is a problem. */
    void refuseUnknownKeys() {
        mapping.entries().forEach((key, entry) -> {
            if (!expectedKeys.contains(key)) {
                String where = path.isEmpty() ? "" : " in '" + path + "'";
                problems.add(Problem.error(entry.keyLocation(), "unknown key '" + key + "'" + where)
                        .withHint(Suggestion.hint(key, expectedKeys, "keys")));
            }
        });
    }

    private <T> T read(YamlNode.Mapping nested, String nestedPath, Function<MappingReader, T> reader) {
        MappingReader nestedReader = new MappingReader(nested, nestedPath, values, problems, locations);
        T object = reader.apply(nestedReader);
        nestedReader.refuseUnknownKeys();
        return object;
    }

    private Optional<YamlNode.Mapping> nestedMapping(String key) {
        return node(key)
                .<YamlNode.Mapping>flatMap(node -> node instanceof YamlNode.Mapping nested
                        ? Optional.of(nested)
                        : wrongType(pathOf(key), node, "a mapping"))
                .or(() -> values.hasOverrideBelow(pathOf(key))
                        ? Optional.of(new YamlNode.Mapping(values.overrideLocation(pathOf(key)), Map.of()))
                        : Optional.empty());
    }

    private Optional<YamlNode.Scalar> scalar(String key) {
        String valuePath = pathOf(key);
        Optional<String> override = values.override(valuePath);
        if (override.isPresent()) {
            expectedKeys.add(key);
            SourceLocation location = values.overrideLocation(valuePath);
            locations.put(valuePath, location);
            return Optional.of(new YamlNode.Scalar(location, override.get(), false));
        }
        return node(key)
                .flatMap(node -> node instanceof YamlNode.Scalar scalar
                        ? expand(valuePath, scalar)
                        : wrongType(pathOf(key), node, "a text"));
    }

    private Optional<YamlNode> node(String key) {
        expectedKeys.add(key);
        YamlNode.Entry entry = mapping.entries().get(key);
        if (entry == null || entry.value().isNull()) {
            return Optional.empty();
        }
        locations.put(pathOf(key), entry.value().location());
        return Optional.of(entry.value());
    }

    private Optional<Object> value(String valuePath, YamlNode node) {
        if (node instanceof YamlNode.Mapping nested) {
            Map<String, Object> map = new LinkedHashMap<>();
            nested.entries().forEach((name, entry) -> value(valuePath + "." + name, entry.value())
                    .ifPresent(value -> map.put(name, value)));
            return Optional.of(Collections.unmodifiableMap(map));
        }
        if (node instanceof YamlNode.Sequence sequence) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                value(valuePath + "[" + i + "]", sequence.items().get(i)).ifPresent(list::add);
            }
            return Optional.of(Collections.unmodifiableList(list));
        }
        YamlNode.Scalar scalar = (YamlNode.Scalar) node;
        Optional<String> text =
                values.override(valuePath).or(() -> expand(valuePath, scalar).map(YamlNode.Scalar::text));
        boolean isFlag = scalar.plain()
                && text.filter(t -> t.equals("true") || t.equals("false")).isPresent();
        return isFlag ? text.map(Boolean::valueOf) : text.map(Object.class::cast);
    }

    private Optional<YamlNode.Scalar> expand(String valuePath, YamlNode.Scalar scalar) {
        return values.expand(valuePath, scalar, problems)
                .map(text -> new YamlNode.Scalar(scalar.location(), text, scalar.plain()));
    }

    private <T> Optional<T> wrongType(String valuePath, YamlNode found, String expected) {
        String actual = values.mayBeShown() ? ", but is " + found.kind() : "";
        problems.add(Problem.error(found.location(), "'" + valuePath + "' must be " + expected + actual));
        return Optional.empty();
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
