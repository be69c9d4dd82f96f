package dev.imagemanager.rendering.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The properties and functions of a map. Its keys take precedence over other properties. */
public record MapMembers(Map<?, ?> map) implements TemplateObject {

    private static final Set<String> FACTS = Set.of("size", "isEmpty", "keys", "values");

    /** @return only the keys, for suggestions */
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        map.keySet().forEach(key -> keys.add(String.valueOf(key)));
        return keys;
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = keys();
        properties.addAll(FACTS);
        return properties;
    }

    @Override
    public Object property(String name) {
        if (map.containsKey(name)) {
            return map.get(name);
        }
        return switch (name) {
            case "size" -> map.size();
            case "isEmpty" -> map.isEmpty();
            case "keys" -> new ArrayList<>(map.keySet());
            default -> new ArrayList<>(map.values());
        };
    }

    @Override
    public Set<String> functions() {
        return Set.of(Members.GET, "containsKey");
    }

    @Override
    public Object call(String function, List<Object> values) {
        String key = new Arguments(function, values).require(1).text(0);
        return function.equals(Members.GET) ? map.get(key) : map.containsKey(key);
    }
}
