package dev.imagemanager.config;

import dev.imagemanager.config.FleetConfig.BuilderTlsConfig;
import dev.imagemanager.config.FleetConfig.CacheConfig;
import dev.imagemanager.config.FleetConfig.MemoryConfig;
import dev.imagemanager.config.FleetConfig.RegistryConfig;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.config.ServicesConfig.ServiceConfig;
import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a {@link FleetConfig} from the YAML of {@code .image-manager.yml} and the environment. */
final class FleetConfigReader {

    private FleetConfigReader() {}

    /** @param isTrusted whether the fleet may use environment variables */
    static FleetConfig read(YamlNode.Mapping root, Environment environment, boolean isTrusted, Problems problems) {
        Locations.Builder locations = new Locations.Builder();
        EnvironmentValues values = new EnvironmentValues(environment, isTrusted);
        MappingReader reader = new MappingReader(root, "", values, problems, locations);
        List<String> listedVariables = reader.texts("environment").orElse(List.of());
        values.list(listedVariables);
        boolean buildRegistrySwitchedOff = reader.isSwitchedOff("build_registry", "the address of a registry");
        Optional<String> buildRegistry = buildRegistrySwitchedOff ? Optional.empty() : reader.text("build_registry");
        var registries = reader.objects("registries", FleetConfigReader::registry);
        var mirrors = reader.textListMap("mirrors");
        boolean cacheSwitchedOff =
                reader.isSwitchedOff("cache", "a mapping") || !isTrusted && !values.isOverridden("cache");
        Optional<CacheConfig> cache =
                cacheSwitchedOff ? Optional.empty() : reader.object("cache", FleetConfigReader::cache);
        var labels = reader.textMap("labels");
        var versions = reader.textMap("versions");
        var variables = reader.valueMap("variables");
        var buildArgs = reader.textMap("build_args");
        var platforms = reader.texts("platforms");
        var builders = reader.textListMap("builders");
        var builderTls = reader.object("builder_tls", BuilderTlsConfig::read);
        var memory = reader.object("memory", MemoryConfig::read);
        boolean keepArchives = reader.flag("keep_archives").orElse(true);
        var publish = reader.object("publish", PublishConfig::read).orElse(PublishConfig.NONE);
        boolean sbom = reader.flag("sbom").orElse(false);
        var prune = reader.object("prune", PruneConfig::read).orElse(PruneConfig.NONE);
        var timeout = reader.object("timeout", TimeoutConfig::read).orElse(TimeoutConfig.NONE);
        var sourceDateEpoch = reader.text("source_date_epoch");
        var services = reader.object("services", FleetConfigReader::services).orElse(ServicesConfig.NONE);
        var toolsMirror = reader.text("tools_mirror");
        reader.refuseUnknownKeys();
        Locations written = locations.build();
        checkPermissions(services, builders.keySet(), written, environment, problems);
        builderTls.ifPresent(files -> checkPair(files, written, problems));
        if (memory.flatMap(MemoryConfig::key).isPresent()
                && memory.flatMap(MemoryConfig::publicKey).isEmpty()) {
            problems.add(Problem.error(written.of("memory.key"), "'memory.key' has no 'public_key'")
                    .withHint("name the file with the public key that belongs to it"));
        }
        publish.sign().ifPresent(sign -> checkKey(sign, written, problems));
        return new FleetConfig(
                buildRegistry,
                buildRegistrySwitchedOff,
                registries,
                mirrors,
                cacheSwitchedOff,
                cache,
                labels,
                versions,
                variables,
                buildArgs,
                platforms,
                builders,
                builderTls,
                memory,
                keepArchives,
                publish,
                sbom,
                prune,
                timeout,
                sourceDateEpoch,
                services,
                toolsMirror,
                isTrusted,
                listedVariables,
                values.uses(),
                written);
    }

    /** Reports what needs a permission that the operator did not give. What the environment says is the operator's. */
    private static void checkPermissions(
            ServicesConfig services,
            Set<String> builders,
            Locations written,
            Environment environment,
            Problems problems) {
        Set<Permission> given;
        try {
            given = services.buildkitd().isInHostNetwork() || !builders.isEmpty()
                    ? Permission.given(environment)
                    : Set.of();
        } catch (InputException unknownNames) {
            problems.addAll(unknownNames.problems());
            return;
        }
        if (services.buildkitd().isInHostNetwork() && !given.contains(Permission.HOST_NETWORK)) {
            problems.add(Problem.error(
                            written.of("services.buildkitd.network"),
                            "'services.buildkitd.network' is host, which lets build steps reach everything on the"
                                    + " loopback interface of this machine, and is not allowed")
                    .withHint("remove it; " + Permission.HOST_NETWORK.remedy()));
        }
        if (!given.contains(Permission.BUILDERS)) {
            builders.stream()
                    .map(platform -> "builders." + platform)
                    .filter(path -> written.of(path).file().equals(ConfigLoader.SETTINGS_FILE))
                    .forEach(path -> problems.add(Problem.error(
                                    written.of(path),
                                    "'" + path + "' names builders, which get secrets of builds and may ask for your"
                                            + " registry accounts, and is not allowed")
                            .withHint(Permission.BUILDERS.remedy() + ", or name them in "
                                    + Environment.variableOf("builders"))));
        }
    }

    /** Something has to sign. */
    private static void checkKey(PublishConfig.SignConfig sign, Locations written, Problems problems) {
        if (sign.key().isPresent() == sign.keyless()) {
            problems.add(Problem.error(
                            written.of("publish.sign"),
                            sign.keyless()
                                    ? "'publish.sign' has both 'key' and 'keyless'"
                                    : "'publish.sign' has neither 'key' nor 'keyless'")
                    .withHint("write the file or the address of a key, as key: cosign.key, or keyless: true"));
        }
    }

    /** A certificate is of use only with its key, and a client connects with TLS only if it has one of the files. */
    private static void checkPair(BuilderTlsConfig files, Locations written, Problems problems) {
        if (files.serverName().isPresent()
                && files.ca().isEmpty()
                && files.cert().isEmpty()) {
            problems.add(Problem.error(
                            written.of("builder_tls.server_name"), "'builder_tls.server_name' has no 'ca' or 'cert'")
                    .withHint("name the file with the certificates that the builders' are checked with"));
        }
        if (files.cert().isPresent() != files.key().isPresent()) {
            String given = files.cert().isPresent() ? "cert" : "key";
            String missing = files.cert().isPresent() ? "key" : "cert";
            problems.add(Problem.error(
                            written.of("builder_tls." + given), "'builder_tls." + given + "' has no '" + missing + "'")
                    .withHint("name both files, or none if the builders do not ask for a certificate"));
        }
    }

    private static RegistryConfig registry(MappingReader reader) {
        return new RegistryConfig(
                reader.text("url").orElse(null),
                reader.text("username").map(Secret::new),
                reader.text("password").map(Secret::new),
                reader.flag("default").orElse(false),
                reader.flag("insecure"),
                reader.file("ca"),
                reader.text("repository"),
                reader.flag("immutable_tags"));
    }

    private static ServicesConfig services(MappingReader reader) {
        return new ServicesConfig(
                service(reader, "buildkitd", true),
                service(reader, "registry", false),
                service(reader, "garage", false),
                service(reader, "dind", false));
    }

    /** @param isBuilder whether it has the keys of a builder */
    private static ServiceConfig service(MappingReader reader, String name, boolean isBuilder) {
        return reader.object(
                        name,
                        keys -> new ServiceConfig(
                                keys.text("mode"),
                                keys.text("port"),
                                isBuilder ? keys.text("gc_keep") : Optional.empty(),
                                isBuilder ? keys.text("network") : Optional.empty()))
                .orElse(ServiceConfig.NONE);
    }

    private static CacheConfig cache(MappingReader reader) {
        return new CacheConfig(
                reader.text("endpoint").orElse(null),
                reader.text("bucket"),
                reader.text("access_key").map(Secret::new),
                reader.text("secret_key").map(Secret::new),
                reader.text("region"),
                reader.flag("use_path_style"));
    }
}
