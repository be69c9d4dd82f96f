package dev.imagemanager.config;

import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Platform;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code .image-manager.yml} as written and overridden by the environment; see {@link ImageConfig} for the maps.
 *
 * @param isTrusted whether the operator trusts the fleet's authors; if not, only the environment selects servers
 * @param sbom whether runs list the packages of images
 * @param environment names of variables whose values may become part of images and generated files
 * @param environmentUses the variables that values use
 */
public record FleetConfig(
        Optional<String> buildRegistry,
        boolean buildRegistrySwitchedOff,
        List<@Valid RegistryConfig> registries,
        Map<String, List<String>> mirrors,
        boolean cacheSwitchedOff,
        Optional<@Valid CacheConfig> cache,
        Map<String, Optional<String>> labels,
        Map<String, Optional<String>> versions,
        Map<String, Optional<Object>> variables,
        Map<String, Optional<String>> buildArgs,
        Optional<List<@Pattern(regexp = Platform.SPECIFIER, message = Patterns.PLATFORM_RULE) String>> platforms,
        Map<@Pattern(regexp = Platform.SPECIFIER, message = Patterns.PLATFORM_RULE) String, List<String>> builders,
        Optional<BuilderTlsConfig> builderTls,
        Optional<MemoryConfig> memory,
        boolean keepArchives,
        @Valid PublishConfig publish,
        boolean sbom,
        @Valid PruneConfig prune,
        @Valid TimeoutConfig timeout,
        Optional<@Pattern(regexp = SOURCE_DATE, message = SOURCE_DATE_RULE) String> sourceDateEpoch,
        @Valid ServicesConfig services,
        Optional<@Pattern(regexp = BASE_ADDRESS, message = BASE_ADDRESS_RULE) String> toolsMirror,
        boolean isTrusted,
        List<@Pattern(regexp = VariableName.SYNTAX, message = VARIABLE_RULE) String> environment,
        List<EnvironmentUse> environmentUses,
        Locations locations) {

    /** A number of seconds up to the year 5138, in which files can have it. */
    private static final String SOURCE_DATE = "[0-9]{1,11}|commit|false|False|FALSE";

    private static final String SOURCE_DATE_RULE = "must be a number of seconds since 1970, commit or false";

    private static final String VARIABLE_RULE =
            "is not the name of an environment variable: use letters, digits and '_'";

    /** Must not contain credentials, since it is printed. */
    private static final String BASE_ADDRESS = "https?://[A-Za-z0-9.\\-\\[\\]:]+(/[A-Za-z0-9._~%/\\-]*)?";

    private static final String BASE_ADDRESS_RULE =
            "is not a valid base URL: write https://host/path, without credentials";

    public SourceLocation locationOf(String path) {
        return locations.of(path);
    }

    /** Returns the valid platforms. */
    public Optional<List<Platform>> readablePlatforms() {
        return platforms.map(texts -> locations.readable("platforms", texts, Platform::parse));
    }

    /** Returns {@code source_date_epoch} if it is valid. */
    public Optional<String> readableSourceDate() {
        return sourceDateEpoch.filter(written -> !locations.isFaulty("source_date_epoch"));
    }

    /** Returns how repositories in a registry are called. */
    public RepositoryPattern repositoriesIn(RegistryConfig registry) {
        return registry.repository()
                .or(publish::repository)
                .filter(text -> text.matches(RepositoryPattern.SYNTAX))
                .map(RepositoryPattern::new)
                .orElse(RepositoryPattern.DEFAULT);
    }

    /** Returns the values that must never be shown. Names of users are not among them, since they occur elsewhere. */
    List<String> secrets() {
        return Stream.concat(
                        registries.stream().map(RegistryConfig::password),
                        Stream.concat(
                                cache.stream().flatMap(keys -> Stream.of(keys.accessKey(), keys.secretKey())),
                                Stream.concat(
                                        memory.stream().map(MemoryConfig::key),
                                        publish.sign().stream().map(PublishConfig.SignConfig::password))))
                .flatMap(Optional::stream)
                .map(Secret::value)
                .toList();
    }

    /** Returns a copy that marks the values at these paths as invalid. */
    FleetConfig withFaulty(Set<String> paths) {
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
                environment,
                environmentUses,
                locations.withFaulty(paths));
    }

    /**
     * @param url host, optional port and path, without a scheme; null if missing
     * @param repository a {@link RepositoryPattern}, instead of that of {@code publish}
     * @param immutableTags instead of that of {@code publish}
     */
    public record RegistryConfig(
            @NotBlank(message = "is missing: write the registry's host and path, such as ghcr.io/acme")
                    @Pattern(regexp = "(?!https?://).*", message = "has a scheme: write host and path only")
                    String url,
            Optional<Secret> username,
            Optional<Secret> password,
            boolean isDefault,
            Optional<Boolean> insecure,
            Optional<String> ca,
            Optional<@Pattern(regexp = RepositoryPattern.SYNTAX, message = RepositoryPattern.RULE) String> repository,
            Optional<Boolean> immutableTags) {}

    /**
     * Files for connections to builders.
     *
     * @param cert with {@code key}, to show to the builder
     * @param serverName that the builder's certificate is for; empty for the host of the address
     */
    public record BuilderTlsConfig(
            Optional<String> ca, Optional<String> cert, Optional<String> key, Optional<String> serverName) {

        static BuilderTlsConfig read(MappingReader reader) {
            return new BuilderTlsConfig(
                    reader.file("ca"), reader.file("cert"), reader.file("key"), reader.text("server_name"));
        }
    }

    /**
     * Keys for what the build registry remembers.
     *
     * @param publicKey the name of a file
     * @param key empty also if its text is, as it is where a secret of a CI system is not given to a job
     */
    public record MemoryConfig(Optional<String> publicKey, Optional<Secret> key) {

        static MemoryConfig read(MappingReader reader) {
            return new MemoryConfig(
                    reader.file("public_key"),
                    reader.text("key").filter(key -> !key.isBlank()).map(Secret::new));
        }
    }

    /** An S3 service for the layer cache. */
    public record CacheConfig(
            @NotNull(message = "is missing: write the address of the S3 service") String endpoint,
            Optional<String> bucket,
            Optional<Secret> accessKey,
            Optional<Secret> secretKey,
            Optional<String> region,
            Optional<Boolean> usePathStyle) {}

    /** A value that must never be printed. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
