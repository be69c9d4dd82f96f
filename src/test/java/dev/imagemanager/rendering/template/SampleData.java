package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Suggestion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The data of one target, as a fleet would give it. */
final class SampleData {

    private SampleData() {}

    /** The tag 3.13.7 of an image, without a variant. */
    static Map<String, Object> base() {
        Map<String, Object> data = new HashMap<>();
        data.put("image", new Fixed("name", "python", "description", null, "aliases", List.of("3", "3.13")));
        data.put(
                "tag",
                new Fixed(
                        "name", "3.13.7",
                        "base", "3.13.7",
                        "version", new Fixed("major", "3", "minor", "13", "patch", "7")));
        data.put("variant", null);
        data.put("versions", Map.of("python", "3.13.7", "dotnet-sdk", "9.0.100", "uv", "0.8.22"));
        data.put(
                "variables",
                Map.of(
                        "packages",
                        List.of("curl", "git"),
                        "empty",
                        List.of(),
                        "debug",
                        false,
                        "shell",
                        "bash",
                        "script",
                        "set -e\n\necho hi",
                        "proxy",
                        proxy()));
        data.put("images", new Images());
        data.put("platforms", List.of("linux/amd64", "linux/arm64"));
        return data;
    }

    private static Map<String, Object> proxy() {
        Map<String, Object> proxy = new LinkedHashMap<>();
        proxy.put("host", "proxy.local");
        proxy.put("size", "big");
        return proxy;
    }

    static Map<String, Object> variant() {
        Map<String, Object> data = base();
        data.put("variant", new Fixed("name", "browser", "suffix", "-browser"));
        return data;
    }

    /** Properties by name, in pairs. */
    private static final class Fixed implements TemplateObject {

        private final Map<String, Object> values = new HashMap<>();

        Fixed(Object... namesAndValues) {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                values.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }

        @Override
        public Set<String> properties() {
            return values.keySet();
        }

        @Override
        public Object property(String name) {
            return values.get(name);
        }
    }

    private static final class Images implements TemplateObject {

        private static final Set<String> NAMES = Set.of("base", "dotnet");

        @Override
        public Set<String> properties() {
            return Set.of();
        }

        @Override
        public Object property(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public Set<String> functions() {
            return Set.of("get");
        }

        @Override
        public Object call(String function, List<Object> arguments) {
            String name = String.valueOf(arguments.get(0));
            if (!NAMES.contains(name)) {
                throw new TemplateDataException(
                        "there is no base image '" + name + "'", Suggestion.hint(name, NAMES, "base images"));
            }
            return name + ":"
                    + Optional.of(arguments)
                            .filter(all -> all.size() > 1)
                            .map(all -> all.get(1))
                            .orElse("2025.09");
        }
    }
}
