package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build registry with a path and an authority of its own, and a mirror with a path and a certificate of nobody. */
class RegistryPlacesIT extends OwnServices {

    @TempDir
    Path outside;

    private RealRegistry registry;
    private RealRegistry mirror;

    @BeforeEach
    void startRegistries() throws IOException, InterruptedException {
        registry = RealRegistry.withTlsAndPassword(Files.createDirectory(outside.resolve("registry")));
        mirror = RealRegistry.withTlsAndPassword(Files.createDirectory(outside.resolve("mirror")));
    }

    @AfterEach
    void stopRegistries() {
        registry.close();
        mirror.close();
    }

    private static String entry(RealRegistry registry) {
        return "\"" + registry.host() + "\": {\"username\": \"user\", \"password\": \"password\"}";
    }

    private String crane(String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "env";
        command[1] = "DOCKER_CONFIG=" + outside;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Tool.run(command);
    }

    @Override
    Program program() {
        return super.program()
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", null)
                .with("DOCKER_CONFIG", outside.toString());
    }

    @Test
    void everythingIsFoundAndAFleetWithoutChangesNeedsNoMirror() throws IOException {
        fleet.file("certs/ca.pem", Files.readString(RealRegistry.CERTIFICATES.resolve("ca.pem")))
                .file(
                        ".image-manager.yml",
                        """
                        build_registry: "%1$s/group/project"
                        mirrors: { registry.invalid: ["%2$s/empty", "%2$s/proxy"] }
                        registries:
                          - { url: "%1$s", ca: certs/ca.pem }
                          - { url: "%2$s", insecure: true }
                        """
                                .formatted(registry.host(), mirror.host()))
                .image("app", "1", "FROM registry.invalid/base:1\nCOPY greeting /\n");
        Files.writeString(
                outside.resolve("config.json"), "{\"auths\": {" + entry(registry) + ", " + entry(mirror) + "}}");
        Tool.run("tar", "-cf", outside.resolve("layer.tar").toString(), "-C", outside.toString(), "config.json");
        crane(
                "crane",
                "append",
                "--insecure",
                "-f",
                outside.resolve("layer.tar").toString(),
                "-t",
                mirror.host() + "/proxy/base:1");

        succeeds(run("build"));
        assertThat(fleet.read("dist/child/1/build.json"))
                .contains(crane("crane", "digest", "--insecure", registry.host() + "/group/project/child:1")
                        .strip());
        Result again = succeeds(run("build"));
        assertThat(again.output()).contains("2 up to date");
        assertThat(again.errors()).doesNotContain("note:");

        mirror.close();
        Result offline = succeeds(run("build"));
        assertThat(offline.output()).contains("2 up to date");
        assertThat(offline.errors())
                .contains("note: offline: the digest of registry.invalid/base:1 cannot be looked up");
    }
}
