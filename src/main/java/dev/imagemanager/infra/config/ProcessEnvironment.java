package dev.imagemanager.infra.config;

import dev.imagemanager.config.Environment;
import io.smallrye.config.EnvConfigSource;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The environment variables of this process. Variables override keys by the rules of MicroProfile Config ("Default
 * ConfigSources, Environment Variables Mapping Rules"): {@code IMAGE_MANAGER_CACHE_BUCKET} overrides
 * {@code cache.bucket}. {@code .env} files are not read.
 */
@Singleton
public final class ProcessEnvironment implements Environment {

    private static final String PREFIX = "image-manager.";

    private final Map<String, String> variables = System.getenv();
    private final EnvConfigSource source = new EnvConfigSource(variables, 0);

    @java.lang.Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @java.lang.Override
    public Set<String> names() {
        return variables.keySet();
    }

    @java.lang.Override
    public Optional<Override> override(String property) {
        String name = PREFIX + property;
        return Optional.ofNullable(source.getValue(name))
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
