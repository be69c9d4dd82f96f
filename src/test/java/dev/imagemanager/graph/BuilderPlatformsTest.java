package dev.imagemanager.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.reference.Platform;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuilderPlatformsTest {

    private static final Platform ARM64 = Platform.parse("linux/arm64");

    /** A graph is made again only for other platforms. */
    @Test
    void buildersOfTheUsualPlatformAreNoOthers() {
        BuilderPlatforms platforms = new BuilderPlatforms(
                Platform.LINUX_AMD64, Map.of(Platform.LINUX_AMD64, Platform.LINUX_AMD64, ARM64, Platform.LINUX_AMD64));

        assertThat(platforms).isEqualTo(BuilderPlatforms.all(Platform.LINUX_AMD64));
        assertThat(platforms.of(ARM64)).isEqualTo(Platform.LINUX_AMD64);
    }

    @Test
    void eachImageHasThePlatformOfItsBuilder() {
        BuilderPlatforms platforms = new BuilderPlatforms(Platform.LINUX_AMD64, Map.of(ARM64, ARM64));

        assertThat(platforms.of(ARM64)).isEqualTo(ARM64);
        assertThat(platforms.of(Platform.LINUX_AMD64)).isEqualTo(Platform.LINUX_AMD64);
        assertThat(platforms.of(Platform.parse("linux/s390x"))).isEqualTo(Platform.LINUX_AMD64);
    }
}
