package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @Test
    void ordersByNumbersAndStages() {
        List<String> ascending = List.of(
                "0",
                "1.1.1",
                "1.1.1a",
                "1.1.1w",
                "3.2",
                "3.9",
                "3.10",
                "3.12.1",
                "3.15.0-SNAPSHOT",
                "3.15.0a1",
                "3.15.0-alpha.2",
                "3.15.0b1",
                "3.15.0rc1",
                "3.15.0-rc2",
                "3.15.0rc10",
                "3.15.0",
                "8u402",
                "8u412",
                "2025.09",
                "20250901000000000000001");

        for (int i = 1; i < ascending.size(); i++) {
            assertThat(Version.of(ascending.get(i)))
                    .as(ascending.get(i))
                    .isGreaterThan(Version.of(ascending.get(i - 1)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3.12, 3.12.0",
        "v3.12, 3.12",
        "9.0.200-semantic, 9.0.200",
        "9.0.200-developer, 9.0.200",
        "3.13-slim-bookworm, 3.13",
        "3.15.0-rc1-slim, 3.15.0rc1",
        "3.15.0-preview.1, 3.15.0-rc.1",
        "1.2.3+build7, 1.2.3",
        "2025.09, 2025.9",
    })
    void takesDifferentSpellingsForTheSame(String first, String second) {
        assertThat(Version.of(first)).isEqualByComparingTo(Version.of(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "rc1", "v", ".1", "1.", "1..2", " 1"})
    void refusesWhatIsNoVersion(String text) {
        assertThat(Version.parse(text)).isEmpty();
        assertThatThrownBy(() -> Version.of(text))
                .isInstanceOf(TemplateDataException.class)
                .hasMessage("'" + text + "' is not a valid version");
    }
}
