package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.file.PathText;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads the expected keys of one YAML mapping. Reports unknown keys and values of the wrong type; those are then
 * treated as missing, so that the rest of the file is checked too.
 */
final class MappingReader {

    private final YamlNode.Mapping mapping;
    private final String path;
    private final Values values;
    private final Problems problems;
    private final Locations.Builder locations;
    private final ValueReader nodes;
    private final Set<String> expectedKeys = new LinkedHashSet<>();

    /**
     * @param path of the mapping from the root, such as {@code tags[0]}; empty for the root
     * @param locations receives the position of every value that is read, by path
     */
    MappingReader(
            YamlNode.Mapping mapping, String path, Values values, Problems problems, Locations.Builder locations) {
        this.mapping = mapping;
        this.path = path;
        this.values = values;
        this.problems = problems;
        this.locations = locations;
        this.nodes = new ValueReader(values, problems, locations);
        locations.put(path, mapping.location());
    }

    Optional<String> text(String key) {
        return scalar(key).map(YamlNode.Scalar::text);
    }

    /** Returns a string that is a valid file name. */
    Optional<String> file(String key) {
        return scalar(key).flatMap(scalar -> {
            if (scalar.text().indexOf('\0') >= 0) {
                return nodes.wrongType(pathOf(key), scalar, "a file name");
            }
            if (PathText.isPath(scalar.text())) {
                return Optional.of(scalar.text());
            }
            return nodes.unusable(
                    pathOf(key),
                    Problem.error(scalar.location(), "'" + pathOf(key) + "' has characters that file names cannot have")
                            .withHint("use only characters that UTF-8 has"));
        });
    }

    Optional<Boolean> flag(String key) {
        return scalar(key).flatMap(scalar -> {
            Optional<Boolean> value = Switch.read(scalar.text());
            return value.isPresent()
                    ? value
                    : nodes.wrongType(
                            pathOf(key),
                            scalar,
                            "true or false",
                            Switch.meant(scalar.text()).map(meant -> "write " + meant));
        });
    }

    /**
     * Returns a list of strings. A single string is a list of one; empty if the key is missing. An invalid item becomes
     * an empty string, so that the others keep their index.
     */
    Optional<List<String>> texts(String key) {
        Optional<String> override = values.override(pathOf(key));
        if (override.isPresent()) {
            expectedKeys.add(key);
            locations.put(pathOf(key), values.overrideLocation(pathOf(key)));
            return override.map(ValueReader::separated);
        }
        return node(key).flatMap(node -> {
            if (node instanceof YamlNode.Scalar scalar) {
                return nodes.expand(pathOf(key), scalar).map(value -> List.of(value.text()));
            }
            if (!(node instanceof YamlNode.Sequence sequence)) {
                return nodes.wrongType(pathOf(key), node, "a list of strings");
            }
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < sequence.items().size(); i++) {
                String itemPath = pathOf(key) + "[" + i + "]";
                YamlNode item = sequence.items().get(i);
                locations.put(itemPath, item.location());
                if (item instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
                    texts.add(nodes.expand(itemPath, scalar)
                            .map(YamlNode.Scalar::text)
                            .orElse(""));
                } else {
                    nodes.wrongType(itemPath, item, "a string");
                    texts.add("");
                }
            }
            return Optional.of(texts);
        });
    }

    /** Returns a mapping of strings. An empty value was written as null and removes an inherited key. */
    Map<String, Optional<String>> textMap(String key) {
        Map<String, Optional<String>> result = new LinkedHashMap<>();
        entries(
                        key,
                        (entryPath, node) -> node instanceof YamlNode.Scalar
                                ? nodes.value(entryPath, node)
                                : nodes.wrongType(entryPath, node, "a string"))
                .forEach((name, value) -> result.put(name, value.map(Object::toString)));
        return result;
    }

    /** What a mapping has whose values are strings, or mappings for some of the keys. */
    record TextsAndObjects<T>(Map<String, Optional<String>> texts, Map<String, T> objects) {}

    /**
     * The entries of a mapping whose values are mappings.
     *
     * @param isMeant whether a key belongs to one
     * @param mistake says what is wrong with a key, if anything
     * @param form what is written, for messages
     */
    record ObjectEntries<T>(
            Predicate<String> isMeant,
            Function<String, Optional<String>> mistake,
            String form,
            Function<MappingReader, T> reader) {}

    /** Returns a mapping of strings as {@link #textMap} does, in which some keys have mappings. */
    <T> TextsAndObjects<T> textAndObjectMap(String key, ObjectEntries<T> objectEntries) {
        Map<String, T> objects = new LinkedHashMap<>();
        nestedMapping(key).ifPresent(nested -> nested.entries().forEach((name, entry) -> {
            if (objectEntries.isMeant().test(name)) {
                object(pathOf(key) + "." + name, name, entry, objectEntries)
                        .ifPresent(object -> objects.put(name, object));
            }
        }));
        Map<String, Optional<String>> texts = new LinkedHashMap<>();
        entries(
                        key,
                        (entryPath, node) -> node instanceof YamlNode.Scalar
                                        || objectEntries
                                                .isMeant()
                                                .test(entryPath.substring(
                                                        pathOf(key).length() + 1))
                                ? nodes.value(entryPath, node)
                                : nodes.wrongType(entryPath, node, "a string"))
                .forEach((name, value) -> texts.put(name, value.map(Object::toString)));
        texts.keySet().removeIf(objectEntries.isMeant());
        return new TextsAndObjects<>(texts, objects);
    }

    private <T> Optional<T> object(
            String entryPath, String name, YamlNode.Entry entry, ObjectEntries<T> objectEntries) {
        Optional<String> mistake = objectEntries.mistake().apply(name);
        if (mistake.isPresent()) {
            return nodes.unusable(
                    entryPath, Problem.error(entry.keyLocation(), Excerpt.of(name) + " " + mistake.get()));
        }
        return entry.value() instanceof YamlNode.Mapping nested
                ? Optional.of(read(nested, entryPath, objectEntries.reader()))
                : nodes.wrongType(entryPath, entry.value(), "a mapping", Optional.of("write " + objectEntries.form()));
    }

    /** Returns a mapping of lists of strings. A single string is a list, separated by commas; null is an empty one. */
    Map<String, List<String>> textListMap(String key) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        entries(key, this::textList)
                .forEach((name, value) -> result.put(
                        name,
                        value.map(found -> found instanceof List<?> list
                                        ? list.stream().map(Object::toString).toList()
                                        : ValueReader.separated(found.toString()))
                                .orElse(List.of())));
        return result;
    }

    private Optional<Object> textList(String entryPath, YamlNode node) {
        boolean isList = node instanceof YamlNode.Sequence sequence
                && sequence.items().stream()
                        .allMatch(item -> item instanceof YamlNode.Scalar scalar && !scalar.isNull());
        return isList || node instanceof YamlNode.Scalar
                ? nodes.value(entryPath, node)
                : nodes.wrongType(entryPath, node, "a string or a list of strings");
    }

    /**
     * Returns a mapping of strings, Booleans, lists and mappings. An override of the whole mapping,
     * {@code key=value;key=value}, is added to the file's entries; see {@link #textMap} for empty values. Only
     * {@code true} and {@code false} without quotes become a Boolean.
     */
    Map<String, Optional<Object>> valueMap(String key) {
        return entries(key, nodes::value);
    }

    private Map<String, Optional<Object>> entries(
            String key, BiFunction<String, YamlNode, Optional<Object>> valueAtPath) {
        Map<String, Optional<Object>> result = new LinkedHashMap<>();
        nestedMapping(key).ifPresent(nested -> nested.entries().forEach((name, entry) -> {
            String entryPath = pathOf(key) + "." + name;
            locations.put(
                    entryPath,
                    values.override(entryPath).isPresent() ? values.overrideLocation(entryPath) : entry.keyLocation());
            if (entry.value().isNull() && values.override(entryPath).isEmpty()) {
                result.put(name, Optional.empty());
            } else {
                valueAtPath.apply(entryPath, entry.value()).ifPresent(value -> result.put(name, Optional.of(value)));
            }
        }));
        values.override(pathOf(key)).ifPresent(entries -> {
            SourceLocation location = values.overrideLocation(pathOf(key));
            for (String entry : entries.isBlank() ? new String[0] : entries.split(";")) {
                String[] nameAndValue = entry.split("=", 2);
                if (nameAndValue.length == 2) {
                    locations.put(pathOf(key) + "." + nameAndValue[0].strip(), location);
                    result.put(nameAndValue[0].strip(), Optional.of(nameAndValue[1].strip()));
                } else {
                    problems.add(
                            Problem.error(location, "'" + pathOf(key) + "' must have the form key=value;key=value"));
                    locations.markUnusable(pathOf(key));
                }
            }
        });
        return result;
    }

    <T> Optional<T> object(String key, Function<MappingReader, T> reader) {
        refuseOverride(key);
        return nestedMapping(key).map(nested -> read(nested, pathOf(key), reader));
    }

    /**
     * Returns a list of mappings; empty if the key is missing. The environment can add items. An item that is not a
     * mapping becomes an empty one, so that the others keep their index.
     */
    <T> List<T> objects(String key, Function<MappingReader, T> reader) {
        refuseOverride(key);
        List<YamlNode> items = node(key)
                .<List<YamlNode>>flatMap(node -> node instanceof YamlNode.Sequence sequence
                        ? Optional.of(sequence.items())
                        : nodes.wrongType(pathOf(key), node, "a list"))
                .orElse(List.of());
        List<T> objects = new ArrayList<>();
        for (int i = 0; i < items.size() || values.hasOverrideBelow(pathOf(key) + "[" + i + "]"); i++) {
            String itemPath = pathOf(key) + "[" + i + "]";
            if (i >= items.size()) {
                objects.add(read(emptyMapping(values.overrideLocation(itemPath)), itemPath, reader));
            } else if (items.get(i) instanceof YamlNode.Mapping nested) {
                objects.add(read(nested, itemPath, reader));
            } else {
                nodes.wrongType(itemPath, items.get(i), "a mapping");
                objects.add(reader.apply(new MappingReader(
                        emptyMapping(items.get(i).location()),
                        itemPath,
                        Values.AS_WRITTEN,
                        new Problems(),
                        new Locations.Builder())));
            }
        }
        return objects;
    }

    private static YamlNode.Mapping emptyMapping(SourceLocation location) {
        return new YamlNode.Mapping(location, Map.of());
    }

    /**
     * Returns whether the key has the value {@code false}, or another word for a Boolean, which is reported: also
     * {@code null}, since whoever writes it does not want the default.
     *
     * @param otherwise what the key can have instead, with an article
     */
    boolean isSwitchedOff(String key, String otherwise) {
        Optional<YamlNode.Scalar> found = switchOf(key);
        if (found.isEmpty()) {
            return false;
        }
        expectedKeys.add(key);
        locations.put(pathOf(key), found.get().location());
        if (Switch.read(found.get().text()).filter(on -> !on).isPresent()) {
            return true;
        }
        boolean isOff = Switch.meant(found.get().text()).filter(on -> !on).isPresent();
        nodes.wrongType(
                pathOf(key),
                found.get(),
                otherwise + " or false",
                Optional.of(isOff ? "write false" : "remove it to have the default"));
        return true;
    }

    /** Returns the value of a key that is a switch, or was meant to be one; a key without any value is not. */
    private Optional<YamlNode.Scalar> switchOf(String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        Optional<YamlNode.Scalar> written = values.override(pathOf(key))
                .map(text -> new YamlNode.Scalar(values.overrideLocation(pathOf(key)), text, false))
                .or(() -> Optional.ofNullable(entry)
                        .map(YamlNode.Entry::value)
                        .filter(YamlNode.Scalar.class::isInstance)
                        .map(YamlNode.Scalar.class::cast));
        return written.filter(scalar -> Switch.read(scalar.text()).isPresent()
                || Switch.meant(scalar.text()).isPresent());
    }

    /** Reports an environment variable for a key of which only parts can be set. */
    private void refuseOverride(String key) {
        String valuePath = pathOf(key);
        if (values.override(valuePath).isPresent() && !locations.isUnusable(valuePath)) {
            expectedKeys.add(key);
            nodes.unusable(
                    valuePath,
                    Problem.error(values.overrideLocation(valuePath), "'" + valuePath + "' cannot be set as a whole")
                            .withHint("set the keys in it, each with a variable of its own"));
        }
    }

    /** Adds a problem at the mapping unless the condition is true. */
    void require(boolean condition, String message) {
        if (!condition) {
            problems.add(Problem.error(mapping.location(), message));
        }
    }

    /** Returns whether a key has a value in the file, valid or not. */
    boolean isWritten(String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        return entry != null && !entry.value().isNull();
    }

    /**
     * Reports the value of a key that is written unless the condition is true.
     *
     * @return the condition
     */
    boolean accept(String key, boolean condition, String message) {
        if (!condition) {
            nodes.unusable(
                    pathOf(key),
                    Problem.error(mapping.entries().get(key).value().location(), "'" + pathOf(key) + "' " + message));
        }
        return condition;
    }

    /** Reports every key that was not read. Call it last. */
    void refuseUnknownKeys() {
        mapping.entries().forEach((key, entry) -> {
            if (!expectedKeys.contains(key)) {
                String where = path.isEmpty() ? "" : " in '" + path + "'";
                problems.add(Problem.error(entry.keyLocation(), "unknown key " + Excerpt.of(key) + where)
                        .withHint(Suggestion.hint(key, expectedKeys, "keys")));
                Suggestion.closest(key, expectedKeys).ifPresent(meant -> locations.markUnusable(pathOf(meant)));
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
                        : nodes.wrongType(pathOf(key), node, "a mapping"))
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
                        ? nodes.expand(valuePath, scalar)
                        : nodes.wrongType(pathOf(key), node, "a string"));
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

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
