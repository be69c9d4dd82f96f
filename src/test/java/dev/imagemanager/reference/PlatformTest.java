package dev.imagemanager.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

    @Test
    void readsAndPrintsTheUsualForm() {
        assertThat(Platform.parse("linux/amd64"))
                .isEqualTo(Platform.LINUX_AMD64)
                .hasToString("linux/amd64");
        assertThat(Platform.parse("linux/arm/v7").variant()).contains("v7");
        assertThat(Platform.parse("linux/arm/v7").fileName()).isEqualTo("linux-arm-v7");
        assertThatThrownBy(() -> Platform.parse("amd64"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'amd64' is not a valid platform");
    }

    /** {@code normalizeOS} and {@code normalizeArch} of {@code containerd/platforms}. */
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "linux/amd64/v1, linux/amd64",
        "linux/amd64/v3, linux/amd64/v3",
        "linux/x86_64, linux/amd64",
        "linux/x86-64, linux/amd64",
        "linux/x86_64/V1, linux/amd64",
        "linux/x86_64/v2, linux/amd64/v2",
        "linux/i386, linux/386",
        "linux/i386/v1, linux/386",
        "linux/386, linux/386",
        "linux/arm64, linux/arm64",
        "linux/arm64/8, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/arm64/v8.0, linux/arm64",
        "linux/arm64/v8.1, linux/arm64/v8.1",
        "linux/arm64/9, linux/arm64/v9",
        "linux/arm64/9.0, linux/arm64/v9",
        "linux/arm64/v9, linux/arm64/v9",
        "linux/arm64/v9.0, linux/arm64/v9",
        "linux/aarch64, linux/arm64",
        "linux/aarch64/v8, linux/arm64",
        "linux/arm, linux/arm/v7",
        "linux/arm/5, linux/arm/v5",
        "linux/arm/6, linux/arm/v6",
        "linux/arm/7, linux/arm/v7",
        "linux/arm/8, linux/arm/v8",
        "linux/arm/v6, linux/arm/v6",
        "linux/arm/v7, linux/arm/v7",
        "linux/armhf, linux/arm/v7",
        "linux/armhf/v6, linux/arm/v7",
        "linux/armel, linux/arm/v6",
        "linux/armel/v7, linux/arm/v6",
        "linux/ppc64le, linux/ppc64le",
        "linux/riscv64/rva23, linux/riscv64/rva23",
        "linux/no-such, linux/no-such",
        "no-such/amd64, no-such/amd64",
        "LINUX/AMD64, linux/amd64",
        "Linux/ARM/V6, linux/arm/v6",
        "macos/arm64, darwin/arm64",
        "macOS/aarch64, darwin/arm64",
        "windows/amd64, windows/amd64",
        "windows(10.0.17763)/amd64, windows(10.0.17763)/amd64",
        "windows()/amd64, windows/amd64",
        "Windows(Insider)/X86_64/v1, windows(Insider)/amd64",
    })
    void isAlwaysInTheFormThatBuildKitGivesIt(String text, String normal) {
        Platform platform = Platform.parse(text);

        assertThat(platform).hasToString(normal).isEqualTo(Platform.parse(normal));
        assertThat(Platform.find(text)).contains(platform);
        assertThat(new Platform(platform.os(), platform.osVersion(), platform.architecture(), platform.variant()))
                .isEqualTo(platform);
    }

    @Test
    void hasTheSameFormHoweverItIsMade() {
        assertThat(Platform.of("Linux", "x86_64")).isEqualTo(Platform.LINUX_AMD64);
        assertThat(Platform.of("linux", "arm64", Optional.of("v8"))).isEqualTo(Platform.parse("linux/arm64"));
        assertThat(Platform.of("linux", "arm")).isEqualTo(Platform.parse("linux/arm/v7"));
        assertThat(Platform.of("linux", "amd64", Optional.of(""))).isEqualTo(Platform.LINUX_AMD64);
        assertThat(new Platform("macOS", Optional.of(""), "aarch64", Optional.empty()))
                .isEqualTo(Platform.parse("darwin/arm64"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "linux",
                "linux/",
                "/amd64",
                "linux/amd64/",
                "linux/arm/v7/x",
                "linux//v7",
                "linux /amd64",
                "linux/amd 64",
                "lin.ux/amd64",
                "linux(1/amd64",
                "linux/amd64(1)",
                "linux/$ARCH",
                "linux/amd64\n",
            })
    void whateverElseIsWrittenIsNotOne(String text) {
        assertThat(Platform.find(text)).isEmpty();
        assertThatThrownBy(() -> Platform.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a valid platform");
    }

    @ParameterizedTest
    @CsvSource({
        "linux, linux/arm64, linux/arm64",
        "windows, linux/amd64, windows/amd64",
        "macos, linux/amd64, darwin/amd64",
        "windows(10.0.17763), linux/amd64, windows(10.0.17763)/amd64",
        "LINUX, linux/amd64, linux/amd64",
        "linux, linux/arm/v6, linux/arm/v7",
        "amd64, linux/arm64, linux/amd64",
        "x86_64, linux/arm64, linux/amd64",
        "aarch64, linux/amd64, linux/arm64",
        "arm, linux/amd64, linux/arm/v7",
        "armhf, linux/amd64, linux/arm/v7",
        "armel, linux/amd64, linux/arm/v6",
        "i386, linux/amd64, linux/386",
        "s390x, windows/amd64, windows/s390x",
        "linux/arm64/v8, windows/amd64, linux/arm64",
        "linux/no-such, linux/amd64, linux/no-such",
    })
    void aSingleWordIsASystemOrAnArchitecture(String text, String builder, String platform) {
        assertThat(Platform.find(text, Platform.parse(builder))).contains(Platform.parse(platform));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such", "v7", "amd64 ", "$ARCH", "linux/", "/amd64", "amd64(1)"})
    void noOtherWordIsEither(String text) {
        assertThat(Platform.find(text, Platform.LINUX_AMD64)).isEmpty();
    }

    @Test
    void theVersionOfTheSystemCanBeLeftOut() {
        Platform windows = Platform.parse("windows(10.0.17763)/amd64");

        assertThat(windows.osVersion()).contains("10.0.17763");
        assertThat(windows.os()).isEqualTo("windows");
        assertThat(windows.withoutOsVersion()).hasToString("windows/amd64").isEqualTo(Platform.parse("windows/amd64"));
        assertThat(windows).isNotEqualTo(windows.withoutOsVersion());
        assertThat(Platform.LINUX_AMD64.osVersion()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux/amd64", "linux/arm/v7", "linux/x86_64", "Linux/ARM64/V8", "wasi-p1/wasm"})
    void aSpecifierIsAPlatformWithoutAVersion(String text) {
        assertThat(text).matches(Platform.SPECIFIER);
        assertThat(Platform.find(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "linux", "amd64", "linux/amd64/v1/x", "windows(10)/amd64", "linux/$ARCH", "linux/ amd64"})
    void whateverElseIsWrittenIsNotASpecifier(String text) {
        assertThat(text).doesNotMatch(Platform.SPECIFIER);
    }

    @Test
    void areOrderedByTheirNames() {
        assertThat(Stream.of("linux/arm64", "linux/arm/v7", "linux/amd64")
                        .map(Platform::parse)
                        .sorted())
                .extracting(Platform::toString)
                .containsExactly("linux/amd64", "linux/arm/v7", "linux/arm64");
    }

    @Test
    void thisMachineHasOne() {
        assertThat(Platform.ofThisMachine().os()).isEqualTo("linux");
        assertThat(Platform.parse(Platform.ofThisMachine().toString())).isEqualTo(Platform.ofThisMachine());
    }
}
