package dev.imagemanager.model;

import dev.imagemanager.problem.SourceLocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One tag of an image or of a variant, with everything merged.
 *
 * @param name with the variant's suffix
 * @param base the name without the suffix; the same as {@code name} for a tag of no variant
 * @param declaredAt where the definition names the tag or, for a variant's tag, the variant
 * @param variables texts, Booleans, lists and maps
 * @param labels by their full keys
 */
public record Tag(
        String name,
        String base,
        SourceLocation declaredAt,
        Definition definition,
        TemplateFile dockerfile,
        Optional<TemplateFile> test,
        Map<String, String> versions,
        Map<String, Object> variables,
        Map<String, String> labels,
        Map<String, String> buildArgs) {

    public Tag {
        versions = ordered(versions);
        variables = ordered(variables);
        labels = ordered(labels);
        buildArgs = ordered(buildArgs);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
