package dev.imagemanager.infra.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.Registry.Credentials;
import dev.imagemanager.model.settings.ServiceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetAccountTest {

    @TempDir
    Path root;

    private FleetAccount account(String fleet) throws IOException {
        ServiceDirectory directory = TestSeals.states()
                .create(Files.createDirectories(root.resolve(fleet)))
                .of(ServiceName.REGISTRY);
        return new FleetAccount(directory);
    }

    @Test
    void everyFleetHasItsOwnThatStays() throws IOException {
        assertThat(account("one").find()).isEmpty();

        Credentials made = account("one").findOrCreate();

        assertThat(account("one").find()).contains(made);
        assertThat(account("one").findOrCreate()).isEqualTo(made);
        Credentials other = account("two").findOrCreate();
        assertThat(other.username()).isNotEqualTo(made.username());
        assertThat(other.password()).isNotEqualTo(made.password());
    }

    @Test
    void itIsForItsOwnerOnly() throws IOException {
        account("one").findOrCreate();

        for (String file : new String[] {"user", "password"}) {
            assertThat(Files.getPosixFilePermissions(root.resolve("one/.buildkit/registry/" + file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @ParameterizedTest
    @CsvSource({"user, a:b", "user, ''", "password, short", "password, ''"})
    void whatCannotBeAnAccountIsReplaced(String file, String content) throws IOException {
        Credentials made = account("one").findOrCreate();
        Files.writeString(root.resolve("one/.buildkit/registry/" + file), content);

        assertThat(account("one").find()).isEmpty();
        assertThat(account("one").findOrCreate().password()).isNotEqualTo(made.password());
    }

    @Test
    void theRegistryGetsAHash() {
        Credentials account = new Credentials("fleet-0123456789abcdef", "0123456789abcdef".repeat(4));

        String file = FleetAccount.htpasswd(account);

        assertThat(file).matches("fleet-0123456789abcdef:\\$2y\\$04\\$[./A-Za-z0-9]{53}\n");
        String hash = file.strip().replaceFirst(".*:", "");
        assertThat(OpenBSDBCrypt.checkPassword(hash, account.password().getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(OpenBSDBCrypt.checkPassword(hash, "other".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(FleetAccount.htpasswd(account)).as("with another salt").isNotEqualTo(file);
    }
}
