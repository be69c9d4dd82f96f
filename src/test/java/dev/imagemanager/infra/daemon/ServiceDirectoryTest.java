package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestSeals;
import dev.imagemanager.model.settings.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceDirectoryTest {

    @TempDir
    Path fleet;

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
}
