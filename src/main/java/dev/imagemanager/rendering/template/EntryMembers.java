package dev.imagemanager.rendering.template;

import java.util.Map;
import java.util.Set;

/** An entry in a loop over a map: {@code {#for entry in versions}{=entry.key}={=entry.value}{/for}}. */
public record EntryMembers(Map.Entry<?, ?> entry) implements TemplateObject {

    @Override
    public Set<String> properties() {
        return Set.of("key", "value");
    }

    @Override
    public Object property(String name) {
        return name.equals("key") ? entry.getKey() : entry.getValue();
    }
}
