package dev.imagemanager.model;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.TagConfig;
import dev.imagemanager.config.VariantConfig;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds labels and build arguments that are too long to be given to a build. A builder gets each as one argument of a
 * program, {@code label:key=value} or {@code build-arg:name=value}.
 */
final class LongValues {

    /**
     * In bytes, with the null byte at the end: {@code MAX_ARG_STRLEN} of Linux (execve(2)). Other systems allow more, but a
     * definition is valid on all or none.
     */
    private static final int LONGEST_ARGUMENT = 131_072;

    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private static final String LABEL = "label:";
    private static final String BUILD_ARGUMENT = "build-arg:";

    private final Problems problems;
    private final List<Layer> layers = new ArrayList<>();

    /** A place where labels and build arguments can stand. The later goes before the earlier. */
    private record Layer(
            Map<String, Optional<String>> labels,
            Map<String, Optional<String>> buildArgs,
            Function<String, SourceLocation> places) {}

    private LongValues(FleetConfig settings, ImageConfig definition, Problems problems) {
        this.problems = problems;
        layers.add(new Layer(settings.labels(), settings.buildArgs(), settings::locationOf));
        layers.add(
                new Layer(ofImage(definition), Map.of(), path -> definition.locationOf(path.replace("labels.", ""))));
        layers.add(new Layer(definition.labels(), definition.buildArgs(), definition::locationOf));
    }

    private static Map<String, Optional<String>> ofImage(ImageConfig definition) {
        return Map.of("description", definition.description(), "licenses", definition.licenses());
    }

    /**
     * @param tag resolved
     * @param tagPath of the definition's tag: {@code tags[0]}
     * @param variantPath of the variant: {@code variants[0]}; not used without a variant
     */
    static void check(
            Tag tag,
            FleetConfig settings,
            ImageConfig definition,
            TagConfig tagConfig,
            String tagPath,
            Optional<VariantConfig> variant,
            String variantPath,
            Problems problems) {
        if (!mayBeTooLong(tag.labels(), LABEL) && !mayBeTooLong(tag.buildArgs(), BUILD_ARGUMENT)) {
            return;
        }
        LongValues values = new LongValues(settings, definition, problems);
        values.layers.add(new Layer(
                tagConfig.labels(), tagConfig.buildArgs(), path -> definition.locationOf(tagPath + "." + path)));
        variant.ifPresent(of -> values.layers.add(
                new Layer(of.labels(), of.buildArgs(), path -> definition.locationOf(variantPath + "." + path))));
        tag.labels().forEach((key, value) -> values.check(key, value, true));
        tag.buildArgs().forEach((name, value) -> values.check(name, value, false));
    }

    /** Saves encoding the values of thousands of targets. */
    private static boolean mayBeTooLong(Map<String, String> values, String prefix) {
        return values.entrySet().stream()
                .anyMatch(entry -> (prefix.length()
                                        + entry.getKey().length()
                                        + entry.getValue().length())
                                * (long) MOST_BYTES_OF_A_CHARACTER
                        >= LONGEST_ARGUMENT);
    }

    private void check(String key, String value, boolean isLabel) {
        String argument = (isLabel ? LABEL : BUILD_ARGUMENT) + key + "=" + value;
        if (argument.getBytes(StandardCharsets.UTF_8).length < LONGEST_ARGUMENT) {
            return;
        }
        problems.add(Problem.error(
                        isLabel ? placeOfLabel(key) : placeOfBuildArgument(key),
                        (isLabel ? "the label " : "the build argument ") + Excerpt.of(key)
                                + " is too long: Linux gives a program at most "
                                + String.format(Locale.ROOT, "%,d", LONGEST_ARGUMENT)
                                + " bytes in one argument")
                .withHint(
                        isLabel
                                ? "shorten it, or give the address of the text instead"
                                : "shorten it, or put the text into a file that the Dockerfile copies"));
    }

    private SourceLocation placeOfLabel(String key) {
        return last(layer -> layer.labels().entrySet().stream()
                .filter(entry -> entry.getValue().isPresent()
                        && Labels.fullKey(entry.getKey()).equals(key))
                .findFirst()
                .map(entry -> layer.places().apply("labels." + entry.getKey())));
    }

    private SourceLocation placeOfBuildArgument(String name) {
        return last(
                layer -> layer.buildArgs().getOrDefault(name, Optional.empty()).isPresent()
                        ? Optional.of(layer.places().apply("build_args." + name))
                        : Optional.empty());
    }

    private SourceLocation last(Function<Layer, Optional<SourceLocation>> search) {
        return layers.stream()
                .flatMap(layer -> search.apply(layer).stream())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
