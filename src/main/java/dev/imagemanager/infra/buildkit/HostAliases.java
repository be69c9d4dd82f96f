package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What hosts of this machine are called from inside the container that buildkitd runs in, where {@code localhost} is that
 * container itself. Kept beside the daemon's other state, for the commands that use it later.
 *
 * @param daemon the address of the buildkitd that the names are for
 */
record HostAliases(String daemon, Map<String, String> aliases) {

    private static final String FILE = "host-aliases";

    HostAliases {
        aliases = Map.copyOf(aliases);
    }

    /** The address of the daemon that names were kept for last. */
    static Optional<String> daemonOf(ServiceDirectory directory) {
        return directory.read(FILE).flatMap(text -> text.lines().findFirst());
    }

    /** @return those for a daemon; none if it is no container of ours */
    static HostAliases read(ServiceDirectory directory, String daemon) {
        Map<String, String> known = directory
                .read(FILE)
                .map(text -> text.lines().map(line -> line.split(" ")).toList())
                .filter(lines -> !lines.isEmpty() && lines.get(0)[0].equals(daemon))
                .map(lines -> lines.stream()
                        .filter(words -> words.length == 2)
                        .collect(Collectors.toMap(words -> words[0], words -> words[1])))
                .orElse(Map.of());
        return new HostAliases(daemon, known);
    }

    void write(ServiceDirectory directory) {
        String lines = new TreeMap<>(aliases)
                .entrySet().stream()
                        .map(alias -> alias.getKey() + " " + alias.getValue() + "\n")
                        .collect(Collectors.joining());
        directory.write(FILE, daemon + "\n" + lines);
    }

    static void delete(ServiceDirectory directory) {
        directory.delete(FILE);
    }

    /** @param host with an optional port */
    String seen(String host) {
        return aliases.getOrDefault(host, host);
    }

    /** @param reference that begins with a registry's host */
    String seenReference(String reference) {
        int end = reference.indexOf('/');
        return seen(reference.substring(0, end)) + reference.substring(end);
    }
}
