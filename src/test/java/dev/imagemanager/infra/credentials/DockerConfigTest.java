package dev.imagemanager.infra.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.FakeEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigTest {

    @TempDir
    Path home;

    private final FakeEnvironment environment = new FakeEnvironment();

    private DockerConfig config() {
        return new DockerConfig(environment);
    }

    @Test
    void itIsInTheHomeOfTheEnvironment() throws IOException {
        environment.set("HOME", home.toString());
        assertThat(config().file()).contains(home.resolve(".docker/config.json"));
        assertThat(config().inFile()).isEmpty();

        Files.createDirectory(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"auths\": {\"ghcr.io\": {\"auth\": \"YTpi\"}}}");
        assertThat(config().inFile().orElseThrow().hosts()).containsExactly("ghcr.io");

        environment.set("DOCKER_CONFIG", "/elsewhere");
        assertThat(config().file()).contains(Path.of("/elsewhere/config.json"));
        assertThat(DockerConfig.directory(Map.of("HOME", "/home/me"))).contains(Path.of("/home/me/.docker"));
    }

    @Test
    void containersKeepTheirsInTheDirectoriesOfTheSpecification() throws IOException {
        environment.set("HOME", home.toString());
        Path file = Files.createDirectories(home.resolve(".config/containers")).resolve("auth.json");
        Files.writeString(file, "{\"auths\": {\"quay.io\": {}}}");
        environment.set("XDG_CONFIG_HOME", "relative");

        assertThat(config().ofContainers().orElseThrow().name()).isEqualTo(file.toString());
    }

    @Test
    @Timeout(20)
    void onlyARegularFileIsRead() throws Exception {
        environment.set("HOME", home.toString());
        Path file = Files.createDirectory(home.resolve(".docker")).resolve("config.json");
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThatExceptionOfType(UnreadableAccountsException.class)
                .isThrownBy(() -> config().inFile())
                .withMessage(file + " cannot be read: it is not a regular file");

        Path link = home.resolve("auth.json");
        environment.set("REGISTRY_AUTH_FILE", link.toString());
        Files.createSymbolicLink(link, Path.of("/dev/zero"));
        assertThatExceptionOfType(UnreadableAccountsException.class)
                .isThrownBy(() -> config().ofContainers())
                .withMessage(link + " cannot be read: it is not a regular file");

        Files.delete(link);
        Files.createSymbolicLink(
                link, Files.writeString(home.resolve("accounts.json"), "{\"auths\": {\"quay.io\": {}}}"));
        assertThat(config().ofContainers().orElseThrow().hosts()).containsExactly("quay.io");
    }

    @Test
    void aFileWithoutEndIsNotRead() throws IOException {
        environment.set("HOME", home.toString());
        Path file = Files.createDirectory(home.resolve(".docker")).resolve("config.json");
        Files.write(file, new byte[(4 << 20) + 1]);

        assertThatExceptionOfType(UnreadableAccountsException.class)
                .isThrownBy(() -> config().inFile())
                .withMessage(file + " cannot be read: it is larger than 4 MiB");
    }
}
