package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestSeals;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceDirectoryTest {

    @TempDir
    Path fleet;

    @Test
    void partialFilesOfKilledProgramsAreRemoved() throws IOException {
        ServiceDirectory directory = TestSeals.states().create(fleet).of(ServiceName.GARAGE);
        directory.removePartialFiles();
        directory.writePrivately("credentials.json", "{}");
        directory.write(".credentials.json.123.partial", "hush");

        directory.removePartialFiles();

        assertThat(directory.resolve(".credentials.json.123.partial")).doesNotExist();
        assertThat(directory.resolve("credentials.json")).hasContent("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a:b", "a\\b", "a\"b", "a\nb"})
    void dataOfIsolatedDaemonsHasAPathThatCanBeMounted(String name) {
        assertThat(TestSeals.states()
                        .at(fleet.resolve(name))
                        .of(ServiceName.DIND)
                        .isolated("data"))
                .isEqualTo("/run/service/data");
        Path plain = fleet.resolve("fl\u00f6tte a=%#");
        assertThat(TestSeals.states().at(plain).of(ServiceName.DIND).isolated("data"))
                .isEqualTo(plain + "/.buildkit/dind/data");
    }

    @Test
    void aPrivateDirectoryReplacesWhatHasItsName() throws IOException {
        ServiceDirectory directory = TestSeals.states().create(fleet).of(ServiceName.DIND);
        Path elsewhere = Files.createDirectory(fleet.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("file"));
        directory.create(".");
        Files.createSymbolicLink(directory.resolve("tls"), elsewhere);

        directory.createPrivately("tls");

        assertThat(elsewhere.resolve("file")).exists();
        assertThat(directory.resolve("tls")).isDirectory().isEmptyDirectory();
        assertThat(Files.isSymbolicLink(directory.resolve("tls"))).isFalse();
        assertThat(Files.getPosixFilePermissions(directory.resolve("tls")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void removingItLeavesWhatItsLinksLeadTo() throws IOException {
        ServiceDirectory directory = TestSeals.states().create(fleet).of(ServiceName.REGISTRY);
        Path precious = Files.writeString(
                Files.createDirectory(fleet.resolve("elsewhere")).resolve("file"), "mine");
        directory.write("config", "");
        Files.createDirectories(directory.resolve("data/deep"));
        Files.createSymbolicLink(directory.resolve("data/link"), precious.getParent());
        Files.createSymbolicLink(directory.resolve("data/broken"), fleet.resolve("nothing"));

        assertThat(directory.remove()).isTrue();

        assertThat(directory.path()).doesNotExist();
        assertThat(precious).hasContent("mine");
        assertThat(directory.remove()).isFalse();
    }

    @Test
    void nothingIsReadOrCreatedThroughALink() throws IOException {
        ServiceDirectory directory = TestSeals.states().create(fleet).of(ServiceName.REGISTRY);
        directory.create("data");
        Path elsewhere = Files.createDirectory(fleet.resolve("elsewhere"));
        Path precious = Files.writeString(elsewhere.resolve("file"), "mine");
        Files.createSymbolicLink(directory.resolve("pid"), precious);
        Files.createSymbolicLink(directory.log(), precious);
        Files.createSymbolicLink(directory.resolve("link"), elsewhere);

        assertThat(directory.read("pid")).isEmpty();
        assertThat(directory.keptLog()).isEmpty();
        assertThatThrownBy(() -> directory.create("link"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("registry/link is a symbolic link");
        directory.write("pid", "ours");
        assertThat(directory.read("pid")).contains("ours");
        assertThat(precious).hasContent("mine");
    }

    @Test
    @Timeout(10)
    void aDeviceIsNotRead() throws IOException {
        ServiceDirectory directory = TestSeals.states().create(fleet).of(ServiceName.REGISTRY);
        directory.create("data");
        Files.createSymbolicLink(directory.resolve("pid"), Path.of("/dev/zero"));
        Files.createSymbolicLink(fleet.resolve(".buildkit/services.json"), Path.of("/dev/zero"));

        assertThat(directory.read("pid")).isEmpty();
        assertThat(new ServiceRecords(directory.state()).address(ServiceName.REGISTRY, ServiceMode.PROCESS))
                .isEmpty();
    }
}
