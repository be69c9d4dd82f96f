package dev.imagemanager.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlatformTest {

    @Test
    void readsAndPrintsTheUsualForm() {
        assertThat(Platform.parse("linux/amd64"))
                .isEqualTo(Platform.LINUX_AMD64)
                .hasToString("linux/amd64");
        assertThat(Platform.parse("linux/arm/v7").variant()).contains("v7");
        assertThat(Platform.parse("linux/arm/v7").fileName()).isEqualTo("linux-arm-v7");
        assertThatThrownBy(() -> Platform.parse("amd64")).isInstanceOf(IllegalArgumentException.class);
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
