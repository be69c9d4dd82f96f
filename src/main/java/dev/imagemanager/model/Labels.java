package dev.imagemanager.model;

import dev.imagemanager.reference.ImageAnnotations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The labels of an image. The pre-defined annotation keys of the OCI Image Specification may be written without their
 * prefix; {@code %image%} and {@code %tag%} in values are replaced by the target's image and tag.
 */
final class Labels {

    /** OCI Image Specification, annotations, "Pre-Defined Annotation Keys". */
    private static final Set<String> OCI_KEYS = Set.of(
            "authors",
            "base.name",
            "description",
            "documentation",
            "licenses",
            "ref.name",
            "source",
            "title",
            "url",
            "vendor",
            "version");

    private Labels() {}

    static Map<String, String> resolve(
            TargetName target,
            Optional<String> description,
            Optional<String> licenses,
            List<Map<String, Optional<String>>> fleetThenImageThenNarrower) {
        Map<String, Optional<String>> standard = new LinkedHashMap<>();
        standard.put("title", Optional.of(target.image()));
        standard.put("version", Optional.of(target.tag()));
        Map<String, Optional<String>> ofImage = new LinkedHashMap<>();
        description.ifPresent(text -> ofImage.put("description", description));
        licenses.ifPresent(text -> ofImage.put("licenses", licenses));

        Map<String, String> labels = new LinkedHashMap<>();
        List<Map<String, Optional<String>>> rest = fleetThenImageThenNarrower;
        List<List<Map<String, Optional<String>>>> order =
                List.of(List.of(standard), rest.subList(0, 1), List.of(ofImage), rest.subList(1, rest.size()));
        Merge.cascade(order.stream()
                        .flatMap(List::stream)
                        .map(Labels::withFullKeys)
                        .toList())
                .forEach((key, value) ->
                        labels.put(key, value.replace("%image%", target.image()).replace("%tag%", target.tag())));
        return labels;
    }

    static String fullKey(String key) {
        return OCI_KEYS.contains(key) ? ImageAnnotations.PREFIX + key : key;
    }

    private static Map<String, Optional<String>> withFullKeys(Map<String, Optional<String>> labels) {
        Map<String, Optional<String>> full = new LinkedHashMap<>();
        labels.forEach((key, value) -> full.put(fullKey(key), value));
        return full;
    }
}
