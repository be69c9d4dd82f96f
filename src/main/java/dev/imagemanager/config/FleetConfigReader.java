package dev.imagemanager.config;

import dev.imagemanager.config.FleetConfig.CacheConfig;
import dev.imagemanager.config.FleetConfig.RegistryConfig;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.config.ServicesConfig.ServiceConfig;
import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.util.List;
import java.util.Optional;

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
        var builders = reader.textMap("builders");
        boolean keepArchives = reader.flag("keep_archives").orElse(true);
        var timeout = reader.object("timeout", TimeoutConfig::read).orElse(TimeoutConfig.NONE);
        var sourceDateEpoch = reader.text("source_date_epoch");
        var services = reader.object("services", FleetConfigReader::services).orElse(ServicesConfig.NONE);
        var toolsMirror = reader.text("tools_mirror");
        reader.refuseUnknownKeys();
        Locations written = locations.build();
        checkNetwork(services, written, environment, problems);
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
                keepArchives,
                timeout,
                sourceDateEpoch,
                services,
                toolsMirror,
                isTrusted,
                listedVariables,
                values.uses(),
                written);
    }

    /** Reports the network of the machine if its operator did not allow it. */
    private static void checkNetwork(
            ServicesConfig services, Locations written, Environment environment, Problems problems) {
        if (!services.buildkitd().isInHostNetwork()) {
            return;
        }
        try {
            if (!Permission.HOST_NETWORK.isGiven(environment)) {
                problems.add(Problem.error(
                                written.of("services.buildkitd.network"),
                                "'services.buildkitd.network' is host, which lets build steps reach everything on the"
                                        + " loopback interface of this machine, and is not allowed")
                        .withHint("remove it; " + Permission.HOST_NETWORK.remedy()));
            }
        } catch (InputException unknownNames) {
            problems.addAll(unknownNames.problems());
        }
    }

    private static RegistryConfig registry(MappingReader reader) {
        return new RegistryConfig(
                reader.text("url").orElse(null),
                reader.text("username").map(Secret::new),
                reader.text("password").map(Secret::new),
                reader.flag("default").orElse(false),
                reader.flag("insecure"),
                reader.file("ca"));
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
