package dev.imagemanager.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cascade fleet → image → tag → variant: later wins, whole keys, an empty value removes what was inherited. */
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
