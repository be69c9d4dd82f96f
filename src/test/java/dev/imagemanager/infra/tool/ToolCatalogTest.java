package dev.imagemanager.infra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.tool.ToolPackage.Download;
import dev.imagemanager.infra.tool.ToolPackage.Executable;
import dev.imagemanager.model.SemanticVersion;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The catalogue that is part of the program. */
class ToolCatalogTest {

    private final ToolCatalog catalog = new ToolCatalog();

    @Test
    void everyDigestIsOne() {
        Set<String> digests = new TreeSet<>();
        int count = 0;
        for (ToolPackage toolPackage : catalog.packages()) {
            for (Download download : toolPackage.downloads().values()) {
                if (download.sha256().isPresent()) {
                    count++;
                    assertThat(download.sha256().get()).as(download.path()).matches("[0-9a-f]{64}");
                    digests.add(download.sha256().get());
                }
            }
        }
        assertThat(digests).as("different files have different digests").hasSize(count);
    }

    @Test
    void everyAddressHasTheVersion() {
        for (ToolPackage toolPackage : catalog.packages()) {
            assertThat(SemanticVersion.parse(toolPackage.version())).isPresent();
            assertThat(toolPackage.homepage()).startsWith("https://");
            for (Download download : toolPackage.downloads().values()) {
                assertThat(catalog.address(download, Optional.empty()).toString())
                        .startsWith("https://github.com/")
                        .contains("/releases/download/v" + toolPackage.version() + "/");
            }
        }
    }

    @Test
    void linuxHasAllOfThem() {
        for (ToolPackage toolPackage : catalog.packages()) {
            assertThat(toolPackage.canBeInstalledOn(Platform.parse("linux/amd64")))
                    .isTrue();
            assertThat(toolPackage.canBeInstalledOn(Platform.parse("linux/arm64")))
                    .isTrue();
            for (Executable executable : toolPackage.executables()) {
                assertThat(executable.neededTo()).isNotBlank();
                assertThat(executable.versionArguments()).isNotEmpty();
                assertThat(Path.of(executable.file()).isAbsolute()).isFalse();
            }
        }
    }

    @Test
    void theCacheIsTheUsers() {
        FakeEnvironment environment = new FakeEnvironment();
        Path home = Path.of("/home/me");
        environment.set("HOME", home.toString());
        assertThat(new ToolCache(environment, catalog).directory())
                .isEqualTo(home.resolve(".cache/image-manager/tools"));

        environment.set("XDG_CACHE_HOME", "/elsewhere");
        assertThat(new ToolCache(environment, catalog).directory())
                .isEqualTo(Path.of("/elsewhere/image-manager/tools"));

        environment.set("XDG_CACHE_HOME", "relative");
        assertThat(new ToolCache(environment, catalog).directory())
                .isEqualTo(home.resolve(".cache/image-manager/tools"));
    }
}
