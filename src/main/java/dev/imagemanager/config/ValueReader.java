package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads values from YAML nodes. The environment overrides the file; invalid values are reported.
 *
 * @param locations receives the paths of invalid values
 */
record ValueReader(Values values, Problems problems, Locations.Builder locations) {

    /**
     * Returns a string, a Boolean, a list or a map; only {@code true} and {@code false} without quotes become a
     * Boolean.
     */
    Optional<Object> value(String valuePath, YamlNode node) {
        if (node instanceof YamlNode.Mapping nested) {
            return Optional.of(map(valuePath, nested));
        }
        Optional<String> override = values.override(valuePath);
        if (node instanceof YamlNode.Sequence sequence) {
            return Optional.of(override.<Object>map(ValueReader::separated).orElseGet(() -> list(valuePath, sequence)));
        }
        YamlNode.Scalar scalar = (YamlNode.Scalar) node;
        Optional<String> text = override.or(() -> expand(valuePath, scalar).map(YamlNode.Scalar::text));
        boolean isFlag = scalar.plain()
                && text.filter(t -> t.equals("true") || t.equals("false")).isPresent();
        return isFlag ? text.map(Boolean::valueOf) : text.map(Object.class::cast);
    }

    /** Ignores keys with a null value. */
    private Map<String, Object> map(String valuePath, YamlNode.Mapping written) {
        Map<String, Object> map = new LinkedHashMap<>();
        written.entries().forEach((name, entry) -> {
            if (!entry.value().isNull()) {
                value(valuePath + "." + name, entry.value()).ifPresent(value -> map.put(name, value));
            }
        });
        return Collections.unmodifiableMap(map);
    }

    private List<Object> list(String valuePath, YamlNode.Sequence written) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < written.items().size(); i++) {
            String itemPath = valuePath + "[" + i + "]";
            YamlNode item = written.items().get(i);
            if (item.isNull()) {
                wrongType(itemPath, item, "a value");
            } else {
                value(itemPath, item).ifPresent(list::add);
            }
        }
        return Collections.unmodifiableList(list);
    }

    /** Splits a list at its commas, as in an environment variable. */
    static List<String> separated(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Returns the scalar with its variables expanded; empty if a problem was added. */
    Optional<YamlNode.Scalar> expand(String valuePath, YamlNode.Scalar scalar) {
        Optional<String> text = values.expand(valuePath, scalar, problems);
        if (text.isEmpty()) {
            locations.markUnusable(valuePath);
        }
        return text.map(expanded -> new YamlNode.Scalar(scalar.location(), expanded, scalar.plain()));
    }

    /** @return always empty */
    <T> Optional<T> wrongType(String valuePath, YamlNode found, String expected) {
        return wrongType(valuePath, found, expected, Optional.empty());
    }

    /** @return always empty */
    <T> Optional<T> wrongType(String valuePath, YamlNode found, String expected, Optional<String> hint) {
        String actual = values.mayBeShown() ? ", but is " + found.kind() : "";
        Problem problem = Problem.error(found.location(), "'" + valuePath + "' must be " + expected + actual);
        return unusable(valuePath, hint.map(problem::withHint).orElse(problem));
    }

    /** @return always empty */
    <T> Optional<T> unusable(String valuePath, Problem problem) {
        problems.add(problem);
        locations.markUnusable(valuePath);
        return Optional.empty();
    }
}
