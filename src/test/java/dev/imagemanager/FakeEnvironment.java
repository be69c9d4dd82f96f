package dev.imagemanager;

import dev.imagemanager.config.Environment;
import io.smallrye.config.EnvConfigSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An environment of a test's own, with the names that the program gives to overrides. */
public final class FakeEnvironment implements Environment {

    private final Map<String, String> variables = new HashMap<>();

    public void set(String name, String value) {
        variables.put(name, value);
    }

    public FakeEnvironment with(String name, String value) {
        set(name, value);
        return this;
    }

    @java.lang.Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @java.lang.Override
    public Set<String> names() {
        return Set.copyOf(variables.keySet());
    }

    @java.lang.Override
    public Optional<Override> override(String property) {
        String name = "image-manager." + property;
        return Optional.ofNullable(new EnvConfigSource(variables, 0).getValue(name))
                .map(value -> new Override(Environment.variableOf(property), value));
    }

    @java.lang.Override
    public Optional<String> variableBelow(String property) {
        String prefix = Environment.variableOf(property + ".");
        return variables.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .min(Comparator.naturalOrder());
    }
}
