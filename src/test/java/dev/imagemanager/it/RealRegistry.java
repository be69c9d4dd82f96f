package dev.imagemanager.it;

import dev.imagemanager.model.settings.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry of a test's own, on the port that the kernel chose, as long as the test runs. */
final class RealRegistry implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Of the test certificates, whose authority signed the one of the daemon for 127.0.0.1. */
    static final Path CERTIFICATES = Path.of(System.getProperty("image-manager.home", "."))
            .resolve("src/test/resources/docker-tls")
            .toAbsolutePath();

    /** {@code password} with bcrypt, the only form that registries read. */
    private static final String PASSWORD_HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";

    private final Process process;
    private final int port;

    private RealRegistry(List<String> command, Path log, Pattern portInLog) throws IOException, InterruptedException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            port = awaitPort(log, portInLog);
        } catch (IOException | InterruptedException | AssertionError failure) {
            close();
            throw failure;
        }
    }

    /** The one of go-containerregistry, in memory. */
    static RealRegistry ofCrane(Path directory) throws IOException, InterruptedException {
        return new RealRegistry(
                List.of("crane", "registry", "serve", "--address", "127.0.0.1:0"),
                directory.resolve("crane.log"),
                Pattern.compile("serving on port (\\d+)"));
    }

    /** The one of the Distribution project, for {@code user} with {@code password}. */
    static RealRegistry withTlsAndPassword(Path directory) throws IOException, InterruptedException {
        return ofDistribution(
                directory,
                passwords(directory),
                ", tls: { certificate: %s, key: %s }"
                        .formatted(CERTIFICATES.resolve("server/cert.pem"), CERTIFICATES.resolve("server/key.pem")));
    }

    /** The same without TLS. */
    static RealRegistry withPassword(Path directory) throws IOException, InterruptedException {
        return ofDistribution(directory, passwords(directory), "");
    }

    /** One that takes nothing (Distribution project, "Configuration reference", {@code readonly}). */
    static RealRegistry readOnly(Path directory) throws IOException, InterruptedException {
        return ofDistribution(directory, ", maintenance: { readonly: { enabled: true } }", "", "", Version.ANY);
    }

    /**
     * The same for tokens.
     *
     * @param realm of a {@link TokenServer}
     */
    static RealRegistry withTokens(Path directory, String realm) throws IOException, InterruptedException {
        return ofDistribution(
                directory,
                "token: { realm: '%s', service: %s, issuer: %s, rootcertbundle: %s }"
                        .formatted(realm, TokenServer.SERVICE, TokenServer.ISSUER, CERTIFICATES.resolve("ca.pem")),
                "");
    }

    /**
     * The same for everybody.
     *
     * @param removes whether manifests can be removed, which is not usual
     */
    static RealRegistry forAll(Path directory, boolean removes) throws IOException, InterruptedException {
        return forAll(directory, removes, Version.ANY);
    }

    static RealRegistry forAll(Path directory, boolean removes, Version version)
            throws IOException, InterruptedException {
        return ofDistribution(directory, ", delete: { enabled: " + removes + " }", "", "", version);
    }

    /** Of the Distribution project's registry. */
    enum Version {
        /** What is there, usually Debian's, which is version 2. */
        ANY("command -v docker-registry || command -v registry"),
        THREE("registry --version | grep -q ' v3\\.' && command -v registry");

        private final String command;

        Version(String command) {
            this.command = command;
        }

        String program() {
            return Tool.run("sh", "-c", command);
        }
    }

    private static String passwords(Path directory) throws IOException {
        Path accounts = Files.writeString(directory.resolve("htpasswd"), "user:" + PASSWORD_HASH + "\n");
        return "htpasswd: { realm: test, path: " + accounts + " }";
    }

    private static RealRegistry ofDistribution(Path directory, String auth, String tls)
            throws IOException, InterruptedException {
        return ofDistribution(directory, ", delete: { enabled: true }", "auth: { " + auth + " }", tls, Version.ANY);
    }

    private static RealRegistry ofDistribution(Path directory, String storage, String auth, String tls, Version version)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path config = Files.writeString(
                directory.resolve("registry.yml"),
                """
                version: 0.1
                storage: { filesystem: { rootdirectory: %s }%s }
                %s
                http: { addr: "127.0.0.1:0"%s }
                """
                        .formatted(directory.resolve("data"), storage, auth, tls));
        return new RealRegistry(
                List.of(version.program(), "serve", config.toString()),
                directory.resolve("registry.log"),
                Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)"));
    }

    private int awaitPort(Path log, Pattern portInLog) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            String text = Files.readString(log);
            Matcher matcher = portInLog.matcher(text);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("the registry does not listen:\n" + text);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /** Without TLS and accounts. */
    Registry open() {
        return Registry.at(host());
    }

    Registry secure(Optional<Registry.Credentials> credentials) {
        return new Registry(
                host(), "", credentials, Registry.Transport.TLS, Optional.of(CERTIFICATES.resolve("ca.pem")));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
