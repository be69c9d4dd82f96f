package dev.imagemanager.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownPlatformsTest {

    @ParameterizedTest
    @CsvSource({
        "linux/amd46, has an architecture that is not known: amd46",
        "linux/arm63, has an architecture that is not known: arm63",
        "linx/amd64, has an operating system that is not known: linx",
        "linx/amd46, has an operating system that is not known: linx",
        "linux/arm/v9, has a variant of arm that is not known: v9",
        "linux/arm64/v7, has a variant of arm64 that is not known: v7",
        "linux/amd64/x3, has a variant of amd64 that is not known: x3",
    })
    void unusualValuesAreDoubted(String platform, String doubt) {
        assertThat(KnownPlatforms.doubt(Platform.parse(platform))).contains(doubt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux/x86_64",
                "linux/aarch64",
                "linux/armhf",
                "linux/arm/5",
                "linux/amd64/v4",
                "linux/arm64/v8.2",
                "linux/arm64/v9",
                "linux/riscv64/rva23u64",
                "macos/arm64",
                "wasip1/wasm",
                "windows(10.0.20348)/amd64",
            })
    void usualOnesAreNot(String platform) {
        assertThat(KnownPlatforms.doubt(Platform.parse(platform))).isEmpty();
    }

    @Test
    void suggestionsAreUsualAndInNormalForm() {
        assertThat(KnownPlatforms.USUAL).isSorted().allSatisfy(platform -> {
            assertThat(Platform.parse(platform)).hasToString(platform);
            assertThat(KnownPlatforms.doubt(Platform.parse(platform))).isEmpty();
        });
    }
}
