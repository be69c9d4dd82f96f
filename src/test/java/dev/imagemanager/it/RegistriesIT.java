package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import dev.imagemanager.it.Program.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Registries that demand an account, with all that users have it in. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class RegistriesIT {

    /** {@code user:password} */
    private static final String AUTH = "dXNlcjpwYXNzd29yZA==";

    @TempDir
    static Path shared;

    private static RealRegistry withPassword;
    private static TokenServer tokens;
    private static RealRegistry withTokens;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException, GeneralSecurityException {
        withPassword = RealRegistry.withPassword(Files.createDirectory(shared.resolve("password")));
        tokens = new TokenServer(RealRegistry.CERTIFICATES);
        withTokens = RealRegistry.withTokens(Files.createDirectory(shared.resolve("tokens")), tokens.realm());
    }

    @AfterAll
    static void stop() {
        Stream.of(withPassword, tokens, withTokens).forEach(service -> {
            if (service instanceof RealRegistry registry) {
                registry.close();
            } else if (service instanceof TokenServer server) {
                server.close();
            }
        });
    }

    /** Where the account is. */
    enum Kind {
        AUTH,
        PASSWORD,
        SCHEME,
        HELPER_FOR_ALL,
        HELPER,
        VARIABLE,
        /** Of Podman for the one registry, an identity token for the other. */
        OTHER;

        /** Returns Docker's file. */
        String config(String host) {
            return switch (this) {
                case AUTH -> auths(host, "{\"auth\": \"" + RegistriesIT.AUTH + "\"}");
                case PASSWORD -> auths(host, "{\"username\": \"user\", \"password\": \"password\"}");
                case SCHEME -> auths("https://" + host, "{\"auth\": \"" + RegistriesIT.AUTH + "\"}");
                case HELPER_FOR_ALL -> "{\"auths\": {\"" + host + "\": {}}, \"credsStore\": \"hunt\"}";
                case HELPER -> "{\"credHelpers\": {\"" + host + "\": \"hunt\"}}";
                case VARIABLE -> "{}";
                case OTHER ->
                    host.equals(withTokens.host())
                            ? auths(host, "{\"identitytoken\": \"" + TokenServer.IDENTITY_TOKEN + "\"}")
                            : "{}";
            };
        }

        /** Returns the environment besides {@code DOCKER_CONFIG}. */
        Map<String, String> variables(String host, Path auth) throws IOException {
            String account = auths(host, "{\"auth\": \"" + RegistriesIT.AUTH + "\"}");
            return switch (this) {
                case VARIABLE -> Map.of("DOCKER_AUTH_CONFIG", account);
                case OTHER ->
                    host.equals(withTokens.host())
                            ? Map.of()
                            : Map.of(
                                    "REGISTRY_AUTH_FILE",
                                    Files.writeString(auth, account).toString());
                default -> Map.of();
            };
        }

        private static String auths(String key, String entry) {
            return "{\"auths\": {\"" + key + "\": " + entry + "}}";
        }
    }

    /** A fleet of targets for one and for two platforms, of which one builds on another. */
    private final class RegistryFleet {

        private final FleetFiles files;
        private final Program program;
        private final String name;

        /** @param address with a path, if the registry has one */
        RegistryFleet(Kind kind, RealRegistry registry, String address) throws IOException {
            Path home = Files.createDirectory(directory.resolve(registry == withTokens ? "tokens" : "password"));
            this.name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            this.files = new FleetFiles(home)
                    .image(name, "1", "FROM scratch\nCOPY greeting /\n")
                    .file("images/" + name + "/greeting", "hello\n")
                    .image(name + "-child", "1", "FROM " + name + ":1\nCOPY greeting /again\n")
                    .file("images/" + name + "-child/greeting", "hello again\n")
                    .file(
                            "images/" + name + "-child/test.yml",
                            "schemaVersion: 2.0.0\nfileExistenceTests: [{name: it is there, path: /again, shouldExist: true}]\n")
                    .image(name + "-both", "1", "FROM scratch\nCOPY greeting /\n")
                    .file(
                            "images/" + name + "-both/image.yml",
                            "tags: [{name: \"1\"}]\nplatforms: [linux/amd64, linux/arm64]\n")
                    .file("images/" + name + "-both/greeting", "hello\n")
                    .file("docker/config.json", kind.config(registry.host()));
            this.program = new Program(home)
                    .with("DOCKER_CONFIG", home.resolve("docker").toString())
                    .with("PATH", shared.resolve("bin") + ":" + System.getenv("PATH"))
                    .with("IMAGE_MANAGER_CACHE", "false")
                    .with("IMAGE_MANAGER_BUILD_REGISTRY", address);
            kind.variables(registry.host(), home.resolve("auth.json")).forEach(program::with);
        }

        List<String> records() {
            return Stream.of(name, name + "-child", name + "-both")
                    .map(target -> files.read("dist/" + target + "/1/build.json"))
                    .toList();
        }
    }

    /** @param script of the credential helper, for sh */
    private static void helper(String script) throws IOException {
        Path program = Files.createDirectories(shared.resolve("bin")).resolve("docker-credential-hunt");
        Files.write(program, ("#!/bin/sh\n" + script + "\n").getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void succeed(List<RegistryFleet> fleets, String... arguments) {
        List<Running> running = new ArrayList<>();
        fleets.forEach(fleet -> running.add(fleet.program.start(arguments)));
        for (Running command : running) {
            try (command) {
                Result result = command.await();
                assertThat(result.exitCode()).as("%s", result).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAccountIsFoundByAllParts(Kind kind) throws IOException {
        helper(
                """
                case $(cat) in
                    %s|%s) echo '{"Username": "user", "Secret": "password"}' ;;
                    *) echo 'credentials not found in native keychain'; exit 1 ;;
                esac
                """
                        .formatted(withPassword.host(), withTokens.host()));
        List<RegistryFleet> fleets = List.of(
                new RegistryFleet(kind, withPassword, withPassword.host()),
                new RegistryFleet(kind, withTokens, withTokens.host() + "/group/project"));

        succeed(fleets, "build");
        List<List<String>> records = fleets.stream().map(RegistryFleet::records).toList();
        succeed(fleets, "run");

        assertThat(fleets.stream().map(RegistryFleet::records)).isEqualTo(records);
        for (RegistryFleet fleet : fleets) {
            assertThat(fleet.files.read("dist/" + fleet.name + "-child/1/test-report.json"))
                    .contains("it is there");
        }
        assertThat(Path.of(shared + "/tokens/data/docker/registry/v2/repositories/group/project/" + fleets.get(1).name))
                .isDirectory();
    }

    @Test
    void whatAHelperSaysIsShown() throws IOException {
        helper("echo 'vault is locked' >&2; exit 1");
        RegistryFleet fleet = new RegistryFleet(Kind.HELPER, withPassword, withPassword.host());

        Result doctor = fleet.program.run("doctor");
        Result build = fleet.program.run("build");

        assertThat(doctor.output())
                .contains("warning  registry accounts: " + withPassword.host() + " responded with HTTP status 401")
                .contains("docker-credential-hunt failed: 'vault is locked'");
        assertThat(build.exitCode()).as("%s", build).isEqualTo(3);
        assertThat(build.errors()).contains("vault is locked");
    }
}
