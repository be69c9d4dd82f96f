package dev.imagemanager.model;

import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One tag of an image or a variant, with merged values.
 *
 * @param name including the variant's suffix
 * @param base the name without the variant's suffix
 * @param version that the base is read as; empty if it is none
 * @param declaredAt the position of the tag or, for a variant's tag, of the variant
 * @param variables strings, Booleans, lists and maps
 * @param labels by full key
 * @param contexts named contexts by name
 */
public record Tag(
        String name,
        String base,
        Optional<TagVersion> version,
        SourceLocation declaredAt,
        Definition definition,
        TemplateFile dockerfile,
        Optional<TemplateFile> test,
        Map<String, String> versions,
        Map<String, Object> variables,
        Map<String, String> labels,
        Map<String, String> buildArgs,
        Map<String, NamedContext> contexts,
        List<MeasuredAlias> measuredAliases) {

    public Tag {
        versions = ordered(versions);
        variables = ordered(variables);
        labels = ordered(labels);
        buildArgs = ordered(buildArgs);
        contexts = ordered(contexts);
        measuredAliases = List.copyOf(measuredAliases);
    }

    /** Returns the named context that a reference of the Dockerfile is, instead of an image. */
    public Optional<NamedContext> context(ImageReference reference) {
        return Optional.ofNullable(contexts.get(reference.contextName()));
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
