package dev.imagemanager.infra.container;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerConfigFile;
import com.github.dockerjava.core.NameParser;
import com.github.dockerjava.core.RemoteApiVersion;
import dev.imagemanager.infra.credentials.DockerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a connection to a daemon. Replaces docker-java's {@code DefaultDockerClientConfig}, which reads other
 * files and system properties, uses the user's TLS settings for every daemon, and adds Bouncy Castle to a native
 * executable.
 */
final class DaemonConnection implements DockerClientConfig {

    private final URI address;
    private final Optional<DaemonCertificates> certificates;
    private final Optional<Path> configuration;

    private DaemonConnection(URI address, Optional<DaemonCertificates> certificates, Optional<Path> configuration) {
        this.address = address;
        this.certificates = certificates;
        this.configuration = configuration;
    }

    /**
     * Creates the settings for an address.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if its certificates cannot be read
     */
    static DaemonConnection to(String address, Map<String, String> environment) {
        return to(address, environment, DaemonTls.of(address, environment));
    }

    static DaemonConnection to(String address, Map<String, String> environment, Optional<DaemonTls> settings) {
        return new DaemonConnection(
                URI.create(address),
                settings.map(tls -> DaemonCertificates.read(tls, address)),
                DockerConfig.directory(environment));
    }

    @Override
    public URI getDockerHost() {
        return address;
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return RemoteApiVersion.UNKNOWN_VERSION;
    }

    @Override
    public String getRegistryUsername() {
        return null;
    }

    @Override
    public String getRegistryPassword() {
        return null;
    }

    @Override
    public String getRegistryEmail() {
        return null;
    }

    @Override
    public String getRegistryUrl() {
        return AuthConfig.DEFAULT_SERVER_ADDRESS;
    }

    /** Returns the account in {@code config.json} for the registry of an image; null if there is none. */
    @Override
    public AuthConfig effectiveAuthConfig(String image) {
        String repository = NameParser.parseRepositoryTag(image).repos;
        return accounts().resolveAuthConfig(NameParser.resolveRepositoryName(repository).hostname);
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return accounts().getAuthConfigurations();
    }

    private DockerConfigFile accounts() {
        try {
            return configuration.isPresent()
                    ? DockerConfigFile.loadConfig(
                            getObjectMapper(), configuration.get().toString())
                    : new DockerConfigFile();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the certificates; empty without TLS. */
    Optional<DaemonCertificates> certificates() {
        return certificates;
    }

    /** Returns null, since the HTTP client already has the certificates. */
    @Override
    @SuppressWarnings("deprecation")
    public com.github.dockerjava.core.SSLConfig getSSLConfig() {
        return null;
    }
}
