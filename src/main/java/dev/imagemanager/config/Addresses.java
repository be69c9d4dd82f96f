package dev.imagemanager.config;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Grammar;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the addresses in {@code .image-manager.yml}, the environment and options. Messages do not contain them, since they may contain
 * credentials.
 */
public final class Addresses {

    private static final int HIGHEST_PORT = 65_535;

    /** RFC 3986, "Authority", with names as Docker and DNS allow them. */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[^\\[\\]:]*)(:(?<port>.*))?", Pattern.DOTALL);

    private static final Pattern HOST =
            Pattern.compile("\\[[0-9a-fA-F:.]+]|[A-Za-z0-9]([A-Za-z0-9._\\-]{0,252}[A-Za-z0-9])?");

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = BYTE + "(\\." + BYTE + "){3}";
    private static final String LOCALHOST = "localhost";

    private static final Pattern URL =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.\\-]*)://(?<rest>.*)", Pattern.DOTALL);

    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> BUILDERS_OF_HOSTS = Set.of("tcp", "ssh");
    private static final Set<String> OTHER_BUILDERS =
            Set.of("unix", "npipe", "docker-container", "podman-container", "nerdctl-container", "kube-pod");
    private static final Set<String> SOCKETS = Set.of("unix", "npipe");

    /** A name, and the options that a builder's client takes behind it, such as {@code ?namespace=ci}. */
    private static final Pattern CONTAINER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.\\-]*(\\?\\S*)?");

    private static final Pattern SSH_ACCOUNT = Pattern.compile("(?<user>[^@/]*)@");
    private static final String USER = "[A-Za-z0-9_][A-Za-z0-9._\\-]*";

    private static final String REGISTRY_HINT =
            "write host, host:port or host/path, such as ghcr.io, localhost:5050 or ghcr.io/acme";
    private static final String WEB_HINT = "write https://host or https://host:port";
    private static final String BUILDER_HINT =
            "write tcp://host:port, unix:///path/of/socket, docker-container://name, kube-pod://name or ssh://user@host";

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
        settings.buildRegistry().ifPresent(addresses::buildRegistry);
        List<FleetConfig.RegistryConfig> registries = settings.registries();
        for (int i = 0; i < registries.size(); i++) {
            addresses.registry("registries[" + i + "].url", registries.get(i).url());
        }
        settings.mirrors()
                .forEach((host, places) ->
                        places.forEach(address -> addresses.mirror("mirrors." + host, host, address)));
        settings.cache().ifPresent(cache -> addresses.web("cache.endpoint", cache.endpoint()));
        settings.toolsMirror().ifPresent(address -> addresses.web("tools_mirror", address));
        settings.builders().forEach((platform, builders) -> addresses.builders("builders." + platform, builders));
        return addresses.faulty;
    }

    /**
     * Checks the address of a registry, with an optional path.
     *
     * @param name of what has it: {@code --to}
     * @param problems receives why it is not valid
     */
    public static void checkRegistry(String name, String address, Problems problems) {
        reasonAgainstRegistry(address.replaceFirst("/$", ""))
                .ifPresent(reason -> problems.add(Problem.error("'" + name + "' is not a valid address: it " + reason)
                        .withHint(REGISTRY_HINT)));
    }

    private void buildRegistry(String address) {
        Supplier<Optional<String>> reason =
                () -> address.endsWith("/") ? Optional.of("ends with a slash") : reasonAgainstRegistry(address);
        check("build_registry", address, reason, REGISTRY_HINT);
    }

    private void registry(String path, String address) {
        check(path, address, () -> reasonAgainstRegistry(address.replaceFirst("/$", "")), REGISTRY_HINT);
    }

    private void mirror(String path, String host, String address) {
        check(
                path,
                host,
                () -> reasonAgainstHost(host)
                        .map(reason -> reason + " before the colon")
                        .or(() -> reasonAgainstHost(address)),
                REGISTRY_HINT);
    }

    private void web(String path, String address) {
        check(path, address, () -> reasonAgainstUrl(address, WEB, Set.of()), WEB_HINT);
    }

    private void builders(String path, List<String> addresses) {
        if (addresses.isEmpty()) {
            check(path, "", () -> Optional.of("is empty"), BUILDER_HINT);
        }
        addresses.forEach(address -> check(path, address, () -> reasonAgainstBuilder(address), BUILDER_HINT));
    }

    private static Optional<String> reasonAgainstBuilder(String address) {
        Optional<String> reason = reasonAgainstUrl(address, BUILDERS_OF_HOSTS, OTHER_BUILDERS);
        return reason.isPresent() || !address.startsWith("tcp://") || address.matches(".*:[0-9]+(/.*)?")
                ? reason
                : Optional.of("has no port");
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

    /** Where images are pulled from. */
    private static Optional<String> reasonAgainstHost(String address) {
        if (address.isBlank()) {
            return Optional.of("is empty");
        }
        if (address.contains("://")) {
            return Optional.of("has a scheme");
        }
        String name = address.split("[:/]", 2)[0];
        return name.equalsIgnoreCase(LOCALHOST) && !name.equals(LOCALHOST)
                ? Optional.of("has " + LOCALHOST + " with upper case letters, which builders take for another machine")
                : reasonAgainstAuthority(address);
    }

    /** The beginning of image references: distribution/reference, {@code splitDockerDomain}. */
    private static Optional<String> reasonAgainstRegistry(String address) {
        String[] hostAndPath = address.split("/", 2);
        return reasonAgainstHost(address)
                .or(() -> reasonAgainstName(hostAndPath[0]))
                .or(() -> hostAndPath.length == 1 ? Optional.empty() : reasonAgainstPath(hostAndPath[1]));
    }

    private static Optional<String> reasonAgainstName(String host) {
        return host.contains(".") || host.contains(":") || host.equals(LOCALHOST)
                ? Optional.empty()
                : Optional.of("has a host without a dot or a port, which is the name of an image on Docker Hub");
    }

    private static Optional<String> reasonAgainstPath(String path) {
        if (path.contains(":") || path.contains("@")) {
            return Optional.of("has a tag or a digest");
        }
        if (!path.equals(path.toLowerCase(Locale.ROOT))) {
            return Optional.of("has upper case letters behind the host, which names of images cannot have");
        }
        if (path.length() > Grammar.LONGEST_NAME) {
            return Optional.of("has a path of more than " + Grammar.LONGEST_NAME + " characters");
        }
        return Grammar.isName(path) ? Optional.empty() : Optional.of("has a path that names of images cannot have");
    }

    private static Optional<String> reasonAgainstUrl(String address, Set<String> ofHosts, Set<String> others) {
        Matcher url = URL.matcher(address);
        if (!url.matches()) {
            return Optional.of("has no scheme");
        }
        String scheme = url.group("scheme");
        if (others.contains(scheme)) {
            return reasonAgainstPlace(scheme, url.group("rest"));
        }
        if (!ofHosts.contains(scheme)) {
            return Optional.of("has a scheme that is not known here");
        }
        Matcher account = SSH_ACCOUNT.matcher(url.group("rest"));
        if (!scheme.equals("ssh") || !account.lookingAt()) {
            return reasonAgainstAuthority(url.group("rest"));
        }
        return account.group("user").matches(USER)
                ? reasonAgainstAuthority(url.group("rest").substring(account.end()))
                : Optional.of("has no name of a user before the '@'");
    }

    /** Names of containers and pods become arguments of other programs, which take a hyphen for the beginning of an option. */
    private static Optional<String> reasonAgainstPlace(String scheme, String rest) {
        if (rest.isBlank() || hasInvisible(rest)) {
            return Optional.of("names nothing after " + scheme + "://, or has a space");
        }
        return SOCKETS.contains(scheme) || CONTAINER.matcher(rest).matches()
                ? Optional.empty()
                : Optional.of("has no name of a container or pod after " + scheme + "://");
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
        if (parts.group("host").matches("[0-9.]+") && !parts.group("host").matches(IPV4)) {
            return Optional.of("has a host of digits that is not an IPv4 address with four numbers");
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
