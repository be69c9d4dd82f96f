package dev.imagemanager.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"5GB, 5000000000", "20 MB, 20000000", "1kB, 1000", "2TB, 2000000000000", "0kB, 0", "0, 0"})
    void sizesHaveUnitsOfTen(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5 GiB", "-1GB", "1.5GB", "GB", ""})
    void whatIsNoSizeIsNone(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @Test
    void sizesAreShownInTheUnitThatFits() {
        assertThat(ByteSize.format(0)).isEqualTo("0.0 kB");
        assertThat(ByteSize.format(999_949)).isEqualTo("999.9 kB");
        assertThat(ByteSize.format(999_950)).isEqualTo("1.0 MB");
        assertThat(ByteSize.format(999_950_000)).isEqualTo("1.0 GB");
    }
}
