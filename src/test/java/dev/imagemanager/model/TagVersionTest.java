package dev.imagemanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.problem.Problems;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagVersionTest {

    private static TagVersion version(UsualVersioning versioning, String tag) {
        return versioning.read(tag, new Problems()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "SEMVER, 1.2.3, 1.2.10",
        "SEMVER, 9.0.0, v10.0.0",
        "SEMVER, 2.0.0-rc1, 2.0.0",
        "SEMVER, 2.0.0-rc9, 2.0.0-rc10",
        "SEMVER, 2.0.0-alpha.2, 2.0.0-beta.1",
        "SEMVER, 2.0.0-rc, 2.0.0-rc1",
        "SEMVER, 1.9.9, 2.0.0-rc1",
        "SEMVER, 1.2.3-slim, 1.2.4-alpine",
        "REVISION, 1.2.3-r9, 1.2.3-r10",
        "REVISION, 17.0.9_9-jdk, 17.0.10_7-jdk",
        "CALENDAR, 2025.09, 2026.01",
    })
    void oneIsBeforeTheOther(UsualVersioning versioning, String earlier, String later) {
        TagVersion one = version(versioning, earlier);
        TagVersion other = version(versioning, later);

        assertThat(one.isBefore(other)).isTrue();
        assertThat(other.isBefore(one)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.2.3, 1.2.3", "1.2.3, 1.2.3-slim", "1.2.3-alpine, 1.2.3-slim", "1.02.3, 1.2.3"})
    void neitherIsBeforeTheOther(String tag, String same) {
        TagVersion one = version(UsualVersioning.SEMVER, tag);
        TagVersion other = version(UsualVersioning.SEMVER, same);

        assertThat(one.isBefore(other)).isFalse();
        assertThat(other.isBefore(one)).isFalse();
    }
}
