package dev.imagemanager.infra.buildkit;

import dev.imagemanager.config.Entitlement;
import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.container.ServerCertificates;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.TomlText;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.DockerHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates {@code buildkitd.toml} (BuildKit documentation, "buildkitd.toml"). */
final class BuildkitdConfig {

    static final String FILE = "buildkitd.toml";

    private static final String ENTITLEMENTS = "insecure-entitlements";

    private static final String HOST_NETWORK = " # build steps use the daemon's network";

    private BuildkitdConfig() {}

    /**
     * Returns a note if the settings have changed since the daemon was started.
     *
     * @param now the configuration that it would be started with
     */
    static Optional<Problem> note(ServiceDirectory directory, Supplier<String> now) {
        return directory
                .read(FILE)
                .filter(config -> !config.equals(now.get()))
                .map(outdated -> BuildkitManager.OUTDATED);
    }

    /**
     * Returns whether a running daemon gives steps only a network that they may use: not that of the machine from a start at
     * which it was allowed.
     */
    private static boolean hasAllowedNetwork(ServiceDirectory directory, boolean isHostAllowed) {
        return isHostAllowed
                || directory
                        .read(FILE)
                        .filter(config -> config.contains(HOST_NETWORK))
                        .isEmpty();
    }

    /**
     * The settings that depend on how the daemon is run.
     *
     * @param data the directory for images and its cache; empty for the default
     * @param address the address to listen on
     * @param tls the service's certificates, which it demands of its clients too; empty for a socket
     * @param cgroup the parent of its containers' control groups; empty for the default
     * @param traceSocket the socket that receives traces; empty for the default, which only root can create
     * @param runtime the OCI runtime of build steps; empty for the default, in the network of the daemon
     * @param nameServer the DNS server of its containers; empty for those of the machine
     * @param isInHostNetwork whether steps use the network of the machine
     * @param hosts maps the host of a registry to its name as the daemon sees it
     * @param files maps a file of this machine to its path as the daemon sees it
     */
    record Surroundings(
            Optional<Path> data,
            String address,
            Optional<ServerCertificates> tls,
            Optional<String> cgroup,
            Optional<Path> traceSocket,
            Optional<StepRuntime> runtime,
            Optional<String> nameServer,
            boolean isInHostNetwork,
            UnaryOperator<String> hosts,
            Function<Path, String> files) {}

    /** Returns whether a running daemon allows the entitlements that it would be started with now. */
    static boolean hasEntitlements(ServiceDirectory directory, Set<Entitlement> entitlements) {
        return directory
                .read(FILE)
                .filter(config -> !entitlements(entitlements)
                        .equals(config.lines()
                                .filter(line -> line.startsWith(ENTITLEMENTS))
                                .findFirst()))
                .isEmpty();
    }

    /** Returns whether a running daemon gives steps no more and no less than it would if it were started now. */
    static boolean isCurrent(
            ServiceDirectory directory, ServiceScope scope, Environment environment, boolean isHostAllowed) {
        return hasAllowedNetwork(directory, isHostAllowed)
                && hasEntitlements(directory, entitlements(scope, environment));
    }

    /**
     * Returns those that a daemon for this fleet may give to steps: what the operator allows, unless the fleet is not
     * trusted.
     */
    static Set<Entitlement> entitlements(ServiceScope scope, Environment environment) {
        return scope.settings().isTrusted() ? Entitlement.allowed(environment) : Set.of();
    }

    private static Optional<String> entitlements(Set<Entitlement> entitlements) {
        return entitlements.isEmpty()
                ? Optional.empty()
                : Optional.of(ENTITLEMENTS + " = ["
                        + entitlements.stream()
                                .sorted()
                                .map(right -> TomlText.quoted(right.toString()))
                                .collect(Collectors.joining(", "))
                        + "]");
    }

    /** @throws EnvironmentException if a registry's certificate does not exist */
    static String of(ServiceScope scope, Surroundings around) {
        return of(scope, Set.of(), around);
    }

    /**
     * @param entitlements what steps may ask for
     * @throws EnvironmentException if a registry's certificate does not exist
     */
    static String of(ServiceScope scope, Set<Entitlement> entitlements, Surroundings around) {
        long gcKeep = scope.settings().services().gcKeepBytes();
        List<String> lines = new ArrayList<>();
        lines.add("# Written by image-manager whenever it starts buildkitd.");
        around.data().ifPresent(data -> lines.add("root = " + TomlText.quoted(data.toString())));
        entitlements(entitlements).ifPresent(lines::add);
        lines.addAll(List.of("", "[grpc]", "  address = [" + TomlText.quoted(around.address()) + "]", ""));
        around.tls()
                .ifPresent(tls -> lines.addAll(List.of(
                        "[grpc.tls]",
                        "  cert = " + TomlText.quoted(tls.certificate()),
                        "  key = " + TomlText.quoted(tls.key()),
                        "  # With an authority, clients need certificates too.",
                        "  ca = " + TomlText.quoted(tls.authority()),
                        "")));
        around.traceSocket()
                .ifPresent(socket ->
                        lines.addAll(List.of("[otel]", "  socketPath = " + TomlText.quoted(socket.toString()), "")));
        around.nameServer()
                .ifPresent(server -> lines.addAll(List.of(
                        "[dns]",
                        "  # BuildKit ignores name servers on loopback addresses unless they are configured.",
                        "  nameservers = [" + TomlText.quoted(server) + "]",
                        "  options = [\"ndots:0\"]",
                        "")));
        lines.addAll(List.of("[worker.oci]", "  networkMode = \"host\"" + network(around)));
        around.runtime()
                .ifPresent(runtime ->
                        lines.add("  binary = " + TomlText.quoted(runtime.file().toString())));
        around.cgroup().ifPresent(cgroup -> lines.add("  defaultCgroupParent = " + TomlText.quoted("/" + cgroup)));
        lines.addAll(List.of(
                "  gc = true",
                "  # A string, since numbers are not accepted; without a unit, since units are powers of two.",
                "  reservedSpace = " + TomlText.quoted(Long.toString(gcKeep)),
                "  maxUsedSpace = " + TomlText.quoted(Long.toString(gcKeep)),
                "",
                "[worker.containerd]",
                "  enabled = false"));
        CacheKeys.fingerprint(scope.provided().cache())
                .ifPresent(fingerprint -> lines.add(1, "# Keys of the layer cache: sha256:" + fingerprint));
        registries(scope, around.hosts(), around.files()).forEach((host, settings) -> {
            lines.add("");
            lines.addAll(section(host, settings));
        });
        return String.join("\n", lines) + "\n";
    }

    private static String network(Surroundings around) {
        if (around.isInHostNetwork()) {
            return HOST_NETWORK;
        }
        return around.runtime().isPresent()
                ? " # from which the runtime moves build steps to a network of their own"
                : " # build steps use the network of the daemon's container";
    }

    /**
     * Returns the sections about registries, for the configuration of an external daemon on this machine.
     *
     * @throws EnvironmentException if a registry's certificate does not exist
     */
    static String registries(ServiceScope scope) {
        return registries(scope, host -> host, Path::toString).entrySet().stream()
                .flatMap(registry -> section(registry.getKey(), registry.getValue()).stream())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> section(String host, List<String> settings) {
        List<String> lines = new ArrayList<>(List.of("[registry." + TomlText.quoted(host) + "]"));
        settings.forEach(setting -> lines.add("  " + setting));
        return lines;
    }

    private static SortedMap<String, List<String>> registries(
            ServiceScope scope, UnaryOperator<String> hosts, Function<Path, String> files) {
        FleetSettings settings = scope.settings();
        SortedMap<String, List<String>> byHost = new TreeMap<>();
        settings.mirrors().forEach((host, mirrors) -> {
            String places = mirrors.stream()
                    .map(mirror -> TomlText.quoted(seen(mirror, hosts)))
                    .collect(Collectors.joining(", ", "mirrors = [", "]"));
            // BuildKit knows the host of Docker Hub in references as another registry.
            Stream.of(host, host.equals(DockerHub.NAME) ? DockerHub.HOST : host)
                    .distinct()
                    .forEach(name -> settingsOf(name, byHost).add(places));
        });
        Stream<Registry> known = Stream.concat(
                Stream.concat(scope.provided().registry().stream(), settings.registries().stream()),
                settings.mirrorRegistries());
        SortedMap<String, Registry> registries = new TreeMap<>();
        known.forEach(registry -> registries.putIfAbsent(registry.host(), registry));
        registries.forEach((name, registry) -> {
            String host = hosts.apply(name);
            if (registry.transport() != Registry.Transport.TLS) {
                settingsOf(host, byHost).add("http = true");
            }
            if (registry.transport() == Registry.Transport.TLS && Registry.isThisMachine(name)) {
                settingsOf(host, byHost).add("http = false");
            }
            if (registry.transport() == Registry.Transport.INSECURE) {
                settingsOf(host, byHost).add("insecure = true");
            }
            registry.authority().ifPresent(file -> settingsOf(host, byHost)
                    .add("ca = [" + TomlText.quoted(files.apply(certificate(registry, file))) + "]"));
        });
        return byHost;
    }

    private static List<String> settingsOf(String host, SortedMap<String, List<String>> byHost) {
        return byHost.computeIfAbsent(host, key -> new ArrayList<>());
    }

    /** @param mirror a host, optionally with a path */
    private static String seen(String mirror, UnaryOperator<String> hosts) {
        String[] parts = mirror.split("/", 2);
        String host = hosts.apply(parts[0]);
        return parts.length == 1 ? host : host + "/" + parts[1];
    }

    /** Returns the certificates in the configuration. All of them exist. */
    static List<Path> certificates(ServiceScope scope) {
        return Stream.concat(scope.provided().registry().stream(), scope.settings().registries().stream())
                .flatMap(registry -> registry.authority().map(file -> certificate(registry, file)).stream())
                .distinct()
                .toList();
    }

    private static Path certificate(Registry registry, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new EnvironmentException(
                    Problem.error("the certificate of " + registry.host() + " does not exist: " + file)
                            .withHint("create the file, or correct 'ca' in .image-manager.yml"));
        }
        return file;
    }
}
