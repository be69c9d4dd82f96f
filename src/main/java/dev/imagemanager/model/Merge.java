package dev.imagemanager.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges values in the order fleet → image → tag → variant. Later values replace earlier ones; an empty value removes
 * an inherited key.
 */
final class Merge {

    private Merge() {}

    static <V> Map<String, V> cascade(List<Map<String, Optional<V>>> levels) {
        Map<String, V> merged = new LinkedHashMap<>();
        for (Map<String, Optional<V>> level : levels) {
            level.forEach((key, value) ->
                    value.ifPresentOrElse(present -> merged.put(key, present), () -> merged.remove(key)));
        }
        return merged;
    }
}
