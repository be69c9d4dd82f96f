package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes what a fleet that is not trusted does not get from its files, as if it were not written there. Environment
 * variables, which are the operator's, still set these keys.
 */
final class UntrustedFleet {

    /** Keys that select servers, credentials, certificates and environment variables. */
    private static final Set<String> SETTINGS = Stream.concat(
                    EnvironmentValues.CONNECTIONS.stream(), Stream.of("environment"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> BUILD_OPTIONS = Set.of("secrets", "ssh", "entitlements");

    private UntrustedFleet() {}

    /**
     * What was removed.
     *
     * @param key the path of a key, such as {@code build.secrets}
     */
    record Withheld(String key, SourceLocation location) {
        @Override
        public String toString() {
            return key + " (" + location.file() + ":" + location.line() + ")";
        }
    }

    /** @param withheld receives what is removed */
    static YamlNode.Mapping settings(YamlNode.Mapping root, List<Withheld> withheld) {
        return without(SETTINGS, "", root, withheld);
    }

    /**
     * Returns the addresses of registries, which only say what images of the fleet are called: the graph of a fleet is
     * the same whether it is trusted or not. Those with variables are not readable.
     */
    static List<PublishedName> publishedNames(YamlNode.Mapping root) {
        YamlNode.Entry registries = root.entries().get("registries");
        return registries != null && registries.value() instanceof YamlNode.Sequence list
                ? PublishedName.chosen(list.items().stream()
                        .filter(YamlNode.Mapping.class::isInstance)
                        .map(item -> ((YamlNode.Mapping) item).entries())
                        .map(keys -> new PublishedName(
                                text(keys, "url"),
                                repository(keys)
                                        .or(() -> repository(publish(root)))
                                        .orElse(RepositoryPattern.DEFAULT),
                                text(keys, "default").equals("true")))
                        .filter(name ->
                                !name.prefix().isEmpty() && name.prefix().indexOf('$') < 0)
                        .toList())
                : List.of();
    }

    private static Map<String, YamlNode.Entry> publish(YamlNode.Mapping root) {
        YamlNode.Entry publish = root.entries().get("publish");
        return publish != null && publish.value() instanceof YamlNode.Mapping mapping ? mapping.entries() : Map.of();
    }

    private static Optional<RepositoryPattern> repository(Map<String, YamlNode.Entry> keys) {
        return Optional.of(text(keys, "repository"))
                .filter(text -> text.matches(RepositoryPattern.SYNTAX))
                .map(RepositoryPattern::new);
    }

    private static String text(Map<String, YamlNode.Entry> keys, String key) {
        return keys.containsKey(key) && keys.get(key).value() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }

    /** @param withheld receives what is removed */
    static YamlNode.Mapping definition(YamlNode.Mapping root, List<Withheld> withheld) {
        YamlNode.Entry build = root.entries().get("build");
        if (build == null || !(build.value() instanceof YamlNode.Mapping options)) {
            return root;
        }
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(root.entries());
        entries.put(
                "build", new YamlNode.Entry(build.keyLocation(), without(BUILD_OPTIONS, "build.", options, withheld)));
        return new YamlNode.Mapping(root.location(), entries);
    }

    private static YamlNode.Mapping without(
            Set<String> keys, String path, YamlNode.Mapping mapping, List<Withheld> withheld) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(mapping.entries());
        entries.keySet()
                .removeIf(key ->
                        keys.contains(key) && !isSwitchedOff(mapping.entries().get(key)));
        mapping.entries().forEach((key, entry) -> {
            if (!entries.containsKey(key)) {
                withheld.add(new Withheld(path + key, entry.keyLocation()));
            }
        });
        return new YamlNode.Mapping(mapping.location(), entries);
    }

    /** A fleet may do without a service. */
    private static boolean isSwitchedOff(YamlNode.Entry entry) {
        return entry.value() instanceof YamlNode.Scalar scalar && scalar.text().equals("false");
    }

    /** Returns a note about all that was removed; empty if nothing was. */
    static Optional<Problem> note(List<Withheld> withheld) {
        return withheld.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.note("the fleet is not trusted, so these keys have no effect: "
                                + withheld.stream().map(Withheld::toString).collect(Collectors.joining(", ")))
                        .withHint("if you trust its authors, leave out --untrusted and " + FleetTrust.VARIABLE));
    }
}
