package dev.imagemanager.infra.garage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestSeals;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GarageFilesTest {

    private static final ObjectStore STORE = new ObjectStore(
            "http://127.0.0.1:3900", "bucket", "garage", Optional.of(new Keys("GK1", new Secret("hunter2"))), true);

    @TempDir
    Path fleet;

    private ServiceDirectory directory;
    private GarageFiles files;

    @BeforeEach
    void create() {
        directory = TestSeals.states().create(fleet).of(ServiceName.GARAGE);
        files = new GarageFiles(directory);
    }

    private void assertPrivate(String name) throws IOException {
        assertThat(Files.getPosixFilePermissions(directory.resolve(name)))
                .as(name)
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        files.writeStore(STORE);

        assertThat(files.store()).contains(STORE);
        assertThat(files.store().toString()).doesNotContain("hunter2");
        assertPrivate("credentials.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"accessKey\": \"GK1\"}", "{\"endpoint\": 1}"})
    void whatCannotBeUnderstoodIsNone(String text) {
        directory.write("credentials.json", text);

        assertThat(files.store()).isEmpty();
    }

    @Test
    void aFileThatAnybodyCouldReadBecomesPrivate() throws IOException {
        directory.write("credentials.json", "{}");

        files.writeStore(STORE);

        assertPrivate("credentials.json");
    }

    @Test
    void secretsAreMadeOnce() throws IOException {
        files.createSecrets();
        String token = files.adminToken().orElseThrow();
        String secret = files.rpcSecret().orElseThrow();

        files.createSecrets();

        assertThat(token).matches("[0-9a-f]{64}").isNotEqualTo(secret);
        assertThat(files.adminToken()).contains(token);
        assertThat(files.rpcSecret()).contains(secret);
        assertPrivate("admin_token");
        assertPrivate("rpc_secret");
    }

    @Test
    void aDamagedSecretIsMadeAnew() {
        files.createSecrets();
        directory.write("rpc_secret", "short\n");

        files.createSecrets();

        assertThat(files.rpcSecret().orElseThrow()).matches("[0-9a-f]{64}");
    }
}
