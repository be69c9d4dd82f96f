package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.reference.ImageReference;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The names that hosts on this machine have in the container of buildkitd, where {@code localhost} is the container
 * itself. Stored in the service's directory for later commands.
 *
 * @param daemon the address of that buildkitd
 * @param aliases host with an optional port → its name in the container
 */
record HostAliases(String daemon, Map<String, String> aliases) {

    private static final String FILE = "host-aliases";

    HostAliases {
        aliases = Map.copyOf(aliases);
    }

    /** Returns the address of the daemon in the stored file. */
    static Optional<String> daemonOf(ServiceDirectory directory) {
        return directory.read(FILE).flatMap(text -> text.lines().findFirst());
    }

    /** @return the stored names for a daemon; none if they are for another daemon */
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

    /** @param address a URL */
    String seenAddress(String address) {
        int start = address.indexOf("://") + "://".length();
        int path = address.indexOf('/', start);
        int end = path < 0 ? address.length() : path;
        return address.substring(0, start) + seen(address.substring(start, end)) + address.substring(end);
    }

    ImageReference seenReference(ImageReference reference) {
        return new ImageReference(
                reference.registry().map(this::seen), reference.name(), reference.tag(), reference.digest());
    }
}
