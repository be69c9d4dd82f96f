package dev.imagemanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

    private static SemanticVersion version(String tag) {
        return SemanticVersion.parse(tag).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "v1.2.3", "0.0.0", "2026.07.0", "1.2.3-alpine3.22_x", "1.2.3-4", "1.02.003-rc.1"})
    void printsAsItWasWritten(String tag) {
        assertThat(version(tag)).hasToString(tag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latest",
                "1",
                "1.2",
                "1.2.3.4",
                "1.2.3rc1",
                "1.2.3_x",
                "1.2.3+x",
                "V1.2.3",
                "vv1.2.3",
                "1.2.x",
                "-1.2.3",
                "1..3",
                "1.2.3-",
                "1.2.3 ",
                "١.٢.٣",
                "1.2.3\n"
            })
    void otherFormsAreNoVersions(String tag) {
        assertThat(SemanticVersion.parse(tag)).isEmpty();
    }

    @Test
    void componentsKeepTheirSpelling() {
        SemanticVersion version = version("v2026.07.0-slim");

        assertThat(List.of(version.prefix(), version.major(), version.minor(), version.patch(), version.suffix()))
                .containsExactly("v", "2026", "07", "0", "-slim");
    }

    @ParameterizedTest
    @CsvSource({
        "9.0.99, 9.0.100",
        "9.2.0, 9.10.0",
        "9.0.0, 10.0.0",
        "99999999999999999999.0.0, 100000000000000000000.0.0",
        "1.0.0-slim, 1.0.0",
        "1.0.0-a, 1.0.0-b",
        "1.0.0, 1.0.1-a",
    })
    void areOrderedByTheirNumbers(String lower, String higher) {
        assertThat(version(lower)).isLessThan(version(higher));
        assertThat(version(higher)).isGreaterThan(version(lower));
        assertThat(version(lower)).isEqualByComparingTo(version(lower));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0-rc1",
                "1.0.0-rc.1",
                "1.0.0-rc",
                "1.0.0-RC1",
                "1.0.0-alpha.2",
                "1.0.0-beta",
                "1.0.0-preview",
                "1.0.0-preview.7.24",
                "1.0.0-dev",
                "1.0.0-SNAPSHOT",
                "1.0.0-SNAPSHOT-slim",
                "1.0.0-slim-rc1",
                "1.0.0-rc-1"
            })
    void preReleasesSaySo(String tag) {
        assertThat(version(tag).isPreRelease()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0",
                "1.0.0-developer",
                "1.0.0-slim",
                "1.0.0-rcx",
                "1.0.0-march",
                "1.0.0-alphabet",
                "1.0.0-1",
                "1.0.0-prod",
                "1.0.0-devel",
                "1.0.0-previews"
            })
    void otherSuffixesAreReleases(String tag) {
        assertThat(version(tag).isPreRelease()).isFalse();
    }
}
