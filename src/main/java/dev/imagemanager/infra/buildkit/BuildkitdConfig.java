package dev.imagemanager.infra.buildkit;

import dev.imagemanager.model.FleetSettings;
import dev.imagemanager.model.Registry;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The {@code buildkitd.toml} of a daemon of ours (BuildKit documentation, "buildkitd.toml"). */
final class BuildkitdConfig {

    private BuildkitdConfig() {}

    /**
     * @param data where the daemon keeps images and its cache
     * @param cgroup that its containers go below
     * @throws EnvironmentException if a registry's certificate does not exist
     */
    static String of(ServiceScope scope, Path data, String address, String cgroup) {
        long gcKeep = scope.settings().services().gcKeepBytes();
        List<String> lines = new ArrayList<>(List.of(
                "# Written by image-manager whenever it starts buildkitd.",
                "root = " + quoted(data.toString()),
                "",
                "[grpc]",
                "  address = [" + quoted(address) + "]",
                "",
                "[worker.oci]",
                "  # Steps use the machine's network, localhost included: mirrors and proxies are often there.",
                "  networkMode = \"host\"",
                "  defaultCgroupParent = " + quoted("/" + cgroup),
                "  gc = true",
                "  # Text, since numbers are not taken; without unit, since units would be powers of two.",
                "  reservedSpace = " + quoted(Long.toString(gcKeep)),
                "  maxUsedSpace = " + quoted(Long.toString(gcKeep)),
                "",
                "[worker.containerd]",
                "  enabled = false"));
        registries(scope).forEach((host, settings) -> {
            lines.add("");
            lines.add("[registry." + quoted(host) + "]");
            settings.forEach(setting -> lines.add("  " + setting));
        });
        return String.join("\n", lines) + "\n";
    }

    private static SortedMap<String, List<String>> registries(ServiceScope scope) {
        FleetSettings settings = scope.settings();
        SortedMap<String, List<String>> byHost = new TreeMap<>();
        new TreeMap<>(settings.mirrors())
                .forEach((host, mirror) -> settingsOf(host, byHost).add("mirrors = [" + quoted(mirror) + "]"));
        Stream<Registry> known = Stream.concat(
                Stream.concat(settings.buildRegistry().stream(), settings.registries().stream()),
                settings.mirrors().values().stream()
                        .map(mirror -> mirror.split("/", 2)[0])
                        .map(settings::registryAt));
        SortedMap<String, Registry> registries = new TreeMap<>();
        known.forEach(registry -> registries.putIfAbsent(registry.host(), registry));
        registries.forEach((host, registry) -> {
            if (registry.insecure()) {
                settingsOf(host, byHost).add("http = true");
            }
            registry.authority().ifPresent(file -> settingsOf(host, byHost)
                    .add("ca = [" + quoted(certificate(scope, registry, file)) + "]"));
        });
        return byHost;
    }

    private static List<String> settingsOf(String host, SortedMap<String, List<String>> byHost) {
        return byHost.computeIfAbsent(host, key -> new ArrayList<>());
    }

    private static String certificate(ServiceScope scope, Registry registry, Path file) {
        Path certificate = scope.directory().resolve(file);
        if (!Files.isRegularFile(certificate)) {
            throw new EnvironmentException(
                    Problem.error("the certificate of " + registry.host() + " does not exist: " + certificate)
                            .withHint("put it there, or correct 'ca' in .image-manager.yml"));
        }
        return certificate.toString();
    }

    /** TOML 1.0, "String", basic strings. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || c == 0x7F) {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
