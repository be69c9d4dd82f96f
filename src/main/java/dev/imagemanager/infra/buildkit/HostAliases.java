package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.reference.ImageReference;
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

    /** @param address with its scheme */
    String seenAddress(String address) {
        int start = address.indexOf("://") + "://".length();
        int path = address.indexOf('/', start);
        int end = path < 0 ? address.length() : path;
        return address.substring(0, start) + seen(address.substring(start, end)) + address.substring(end);
    }

    /** @param reference with a registry */
    ImageReference seenReference(ImageReference reference) {
        return new ImageReference(
                reference.registry().map(this::seen), reference.name(), reference.tag(), reference.digest());
    }
}
