package dev.imagemanager.config;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the addresses in {@code .image-manager.yml} and the environment. Messages do not contain them, since they may contain
 * credentials.
 */
final class Addresses {

    private static final int HIGHEST_PORT = 65_535;

    /** RFC 3986, "Authority", with names as Docker and DNS allow them. */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[^\\[\\]:]*)(:(?<port>.*))?", Pattern.DOTALL);

    private static final Pattern HOST =
            Pattern.compile("\\[[0-9a-fA-F:.]+]|[A-Za-z0-9]([A-Za-z0-9._\\-]{0,252}[A-Za-z0-9])?");

    private static final Pattern URL =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.\\-]*)://(?<rest>.*)", Pattern.DOTALL);

    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> BUILDERS_OF_HOSTS = Set.of("tcp", "ssh");
    private static final Set<String> OTHER_BUILDERS =
            Set.of("unix", "npipe", "docker-container", "podman-container", "nerdctl-container", "kube-pod");

    private static final String REGISTRY_HINT =
            "write host, host:port or host/path, such as ghcr.io, localhost:5050 or ghcr.io/acme";
    private static final String WEB_HINT = "write https://host or https://host:port";
    private static final String BUILDER_HINT = "write tcp://host:port or unix:///path/of/socket";

    private final Locations locations;
    private final Set<String> reported;
    private final Problems problems;
    private final Set<String> faulty = new HashSet<>();

    private Addresses(Locations locations, Set<String> reported, Problems problems) {
        this.locations = locations;
        this.reported = reported;
        this.problems = problems;
    }

    /**
     * @param reported the paths of values whose problems are known
     * @return the paths of all invalid addresses
     */
    static Set<String> check(FleetConfig settings, Set<String> reported, Problems problems) {
        Addresses addresses = new Addresses(settings.locations(), reported, problems);
        settings.buildRegistry().ifPresent(address -> addresses.registry("build_registry", address));
        List<FleetConfig.RegistryConfig> registries = settings.registries();
        for (int i = 0; i < registries.size(); i++) {
            addresses.registry("registries[" + i + "].url", registries.get(i).url());
        }
        settings.mirrors()
                .forEach((host, places) ->
                        places.forEach(address -> addresses.mirror("mirrors." + host, host, address)));
        settings.cache().ifPresent(cache -> addresses.web("cache.endpoint", cache.endpoint()));
        settings.toolsMirror().ifPresent(address -> addresses.web("tools_mirror", address));
        settings.builders()
                .forEach((platform, builder) ->
                        builder.ifPresent(address -> addresses.builder("builders." + platform, address)));
        return addresses.faulty;
    }

    private void registry(String path, String address) {
        check(path, address, () -> reasonAgainstRegistry(address), REGISTRY_HINT);
    }

    private void mirror(String path, String host, String address) {
        check(
                path,
                host,
                () -> reasonAgainstRegistry(host)
                        .map(reason -> reason + " before the colon")
                        .or(() -> reasonAgainstRegistry(address)),
                REGISTRY_HINT);
    }

    private void web(String path, String address) {
        check(path, address, () -> reasonAgainstUrl(address, WEB, Set.of()), WEB_HINT);
    }

    private void builder(String path, String address) {
        check(path, address, () -> reasonAgainstUrl(address, BUILDERS_OF_HOSTS, OTHER_BUILDERS), BUILDER_HINT);
    }

    private void check(String path, String address, Supplier<Optional<String>> reason, String hint) {
        if (address == null || reported.contains(path) || locations.isUnusable(path)) {
            return;
        }
        reason.get().ifPresent(text -> {
            problems.add(Problem.error(locations.of(path), "'" + path + "' is not a valid address: it " + text)
                    .withHint(hint));
            faulty.add(path);
        });
    }

    private static Optional<String> reasonAgainstRegistry(String address) {
        if (address.contains("://")) {
            return Optional.of("has a scheme");
        }
        return reasonAgainstAuthority(address);
    }

    private static Optional<String> reasonAgainstUrl(String address, Set<String> ofHosts, Set<String> others) {
        Matcher url = URL.matcher(address);
        if (!url.matches()) {
            return Optional.of("has no scheme");
        }
        String scheme = url.group("scheme");
        if (others.contains(scheme)) {
            return url.group("rest").isBlank() || hasInvisible(address)
                    ? Optional.of("names nothing after " + scheme + "://, or has a space")
                    : Optional.empty();
        }
        if (!ofHosts.contains(scheme)) {
            return Optional.of("has a scheme that is not known here");
        }
        return reasonAgainstAuthority(
                scheme.equals("ssh") ? url.group("rest").replaceFirst("^[A-Za-z0-9._-]+@", "") : url.group("rest"));
    }

    /** @param text host and port, and the path after them */
    private static Optional<String> reasonAgainstAuthority(String text) {
        if (hasInvisible(text)) {
            return Optional.of("has a space");
        }
        String authority = text.split("[/?#]", 2)[0];
        if (text.contains("?") || text.contains("#")) {
            return Optional.of("has a '?' or '#'");
        }
        if (authority.contains("@")) {
            return Optional.of("has an account, which belongs into keys of its own");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (authority.isEmpty() || parts.matches() && parts.group("host").isEmpty()) {
            return Optional.of("has no host");
        }
        if (!parts.matches() || !HOST.matcher(parts.group("host")).matches()) {
            return Optional.of("has a host that is not the name or address of a machine");
        }
        String port = parts.group("port");
        return port == null || port.matches("[0-9]{1,5}") && isPort(Integer.parseInt(port))
                ? Optional.empty()
                : Optional.of("has a port that is not a number from 1 to " + HIGHEST_PORT);
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= HIGHEST_PORT;
    }

    private static boolean hasInvisible(String text) {
        return text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }
}
