package dev.imagemanager.infra.container;

import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The TLS settings of a connection to a Docker daemon.
 *
 * @param directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}
 * @param isVerified whether the daemon's certificate is verified
 * @param isComplete whether all three files are required
 * @param reason why TLS is used; the start of a message
 * @param remedy what to do if the files cannot be used
 */
record DaemonTls(Path directory, boolean isVerified, boolean isComplete, String reason, String remedy) {

    private static final String CERTIFICATES = "DOCKER_CERT_PATH";
    private static final String VERIFY = "DOCKER_TLS_VERIFY";

    /**
     * Returns the settings for a daemon. {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} apply to the daemon of
     * {@code DOCKER_HOST}, and the settings of a context to the context's daemon.
     *
     * @param environment all variables of the process
     * @return empty if TLS is not used
     */
    static Optional<DaemonTls> of(String address, Map<String, String> environment) {
        if (!address.startsWith("tcp:") && !address.startsWith("https:")) {
            return Optional.empty();
        }
        return address.equals(environment.get("DOCKER_HOST"))
                ? ofVariables(environment)
                : DockerContexts.of(environment).at(address).flatMap(DaemonTls::ofContext);
    }

    /** Returns the settings for the fleet's own daemon in a container, unless the user has others for its address. */
    static Optional<DaemonTls> of(String address, Map<String, String> environment, ServiceDirectory dind) {
        return of(address, environment).or(() -> ClientCertificates.of(dind, address)
                .map(own -> new DaemonTls(
                        own.directory(),
                        true,
                        true,
                        "certificates are needed",
                        "run 'image-manager services down dind'; the next command starts it with new ones")));
    }

    private static Optional<DaemonTls> ofVariables(Map<String, String> environment) {
        if (environment.getOrDefault(VERIFY, "").isEmpty()) {
            return Optional.empty();
        }
        String named = environment.getOrDefault(CERTIFICATES, "");
        Path directory = named.isEmpty()
                ? DockerConfig.directory(environment).orElseGet(() -> UserDirectories.of(environment)
                        .requireHome("find certificates for " + VERIFY, CERTIFICATES + " to their directory"))
                : Path.of(named);
        return Optional.of(new DaemonTls(
                directory,
                true,
                true,
                VERIFY + " requires certificates",
                "set " + CERTIFICATES + " to a directory with ca.pem, cert.pem and key.pem"));
    }

    /** Like docker/cli (cli/context/docker, {@code Endpoint.tlsConfig}), uses the files that exist. */
    private static Optional<DaemonTls> ofContext(DockerContexts.Endpoint endpoint) {
        return endpoint.isVerified() && Files.notExists(endpoint.certificates())
                ? Optional.empty()
                : Optional.of(new DaemonTls(
                        endpoint.certificates(),
                        endpoint.isVerified(),
                        false,
                        "the Docker context '" + endpoint.context() + "' has certificates",
                        "see 'docker context update --help'"));
    }

    Path authorities() {
        return directory.resolve("ca.pem");
    }

    Path certificate() {
        return directory.resolve("cert.pem");
    }

    Path key() {
        return directory.resolve("key.pem");
    }

    boolean hasAuthorities() {
        return isComplete || Files.exists(authorities());
    }

    boolean hasCertificate() {
        return isComplete || Files.exists(certificate()) && Files.exists(key());
    }

    /**
     * Returns variables for programs that use go-dockerclient, which verifies the daemon's certificate only if there is
     * a {@code ca.pem}.
     *
     * @param work an empty directory for files for that program
     */
    Map<String, String> variables(Path work) throws IOException {
        if (isVerified && hasAuthorities()) {
            return Map.of(VERIFY, "1", CERTIFICATES, directory.toAbsolutePath().toString());
        }
        if (hasCertificate()) {
            Files.createSymbolicLink(work.resolve("cert.pem"), certificate().toAbsolutePath());
            Files.createSymbolicLink(work.resolve("key.pem"), key().toAbsolutePath());
        }
        if (isVerified) {
            Files.writeString(work.resolve("ca.pem"), DaemonCertificates.trustedByDefault());
        }
        return Map.of(VERIFY, "1", CERTIFICATES, work.toAbsolutePath().toString());
    }

    EnvironmentException unusable(Path file, String address, String why, Throwable cause) {
        return new EnvironmentException(
                Problem.error(reason + " to connect to the Docker daemon at " + address + ", but " + file
                                + " cannot be used: " + why)
                        .withHint(remedy),
                cause);
    }
}
