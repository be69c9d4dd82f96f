package dev.imagemanager.pipeline.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VersionOrderTest {

    private static int compare(String type, String left, String right) {
        return Integer.signum(VersionOrder.of(type).compare(left, right));
    }

    /** @return in ascending order, for each type */
    static Stream<String> ascending() {
        return Stream.of(
                // deb-version(7), "Sorting algorithm", and what dpkg --compare-versions says.
                "deb 1.0~~-1 1.0~~a-1 1.0~-1 1.0-1 1.0a-1 1.0b-1 1.0+-1 1.0.1-1 1.09-1 1.10-1 2-1",
                "deb 3.0.14-1~deb12u1 3.0.14-1~deb12u2 3.0.14-1 3.0.14-1+b1 3.0.14-2 3.0.15-1~deb12u1 3.0.100-1",
                "deb 0:1.2.13-0 0:1.2.13-1 0:1.2.13.dfsg-1 1:1.2.11-1 1:1.2.13-1 10:1-1",
                "deb 1-1 9-1 10-1 99999999999999999999999998-1 99999999999999999999999999-1",
                // rpm-version(7).
                "rpm 1.0~beta-1 1.0~rc1-1 1.0-1 1.0-1.el9 1.0-2 1.0^20230101-1 1.0.a-1 1.0.1-1 1.0.1a-1 1.1-1",
                "rpm 0:1.0-1 1:0.9-1 2:0.1-1",
                "rpm 1.1.1c-15.el8 1.1.1k-4.el8 1.1.1k-7.el8_6 1.1.1k-12.el8 3.0.7-1.el9",
                // Semantic Versioning 2.0.0, section 11.
                "npm 1.0.0-1 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1"
                        + " 1.0.0 1.0.1-0 1.0.1 1.10.0 2.0.0",
                "golang v0.0.0-20220101000000-aaaaaaaaaaaa v0.0.0-20230101000000-000000000000 v0.1.0 v1.9.0 v1.10.0",
                "golang go1.9 go1.21rc2 go1.21 go1.21.1 go1.22.0",
                // PEP 440, "Summary of permitted suffixes and relative ordering".
                "pypi 1.0.dev456 1.0a1 1.0a2 1.0b2 1.0rc1 1.0 1.0.post1 1.0.1 1.1.dev1 1.1 1!0.5",
                // Maven, "Version Order Specification".
                "maven 1.0-alpha-1 1.0-beta-1 1.0-m2 1.0-rc1 1.0-SNAPSHOT 1.0 1.0-sp1 1.0-jre 1.0-1 1.1",
                "maven 32.1.3 33.0.0-android 33.0.0-jre 33.0.1",
                // apk-package(5), "pkgver".
                "apk 1.2_alpha1 1.2_beta1 1.2_pre1 1.2_rc1 1.2 1.2_git20230101 1.2_p1 1.2a 1.2b 1.2.1 1.10",
                "apk 3.1.4-r0 3.1.4-r5 3.1.4-r10 3.1.5-r0",
                "generic 1.1.1 1.1.1a 1.1.1w 1.1.2 3.0.0",
                "gem 1.0.0.beta2 1.0.0.rc1 1.0.0 1.0.1");
    }

    @ParameterizedTest
    @MethodSource("ascending")
    void eachIsBeforeAllThatFollow(String line) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length; i++) {
            assertThat(compare(words[0], words[i], words[i])).as(words[i]).isZero();
            for (int j = i + 1; j < words.length; j++) {
                assertThat(compare(words[0], words[i], words[j]))
                        .as("%s < %s", words[i], words[j])
                        .isEqualTo(-1);
                assertThat(compare(words[0], words[j], words[i]))
                        .as("%s > %s", words[j], words[i])
                        .isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "deb, 1.0-1, 1.00-01",
        "deb, 1.0-0, 1.0",
        "deb, 0:1.0-1, 1.0-1",
        "rpm, 2_0-1, 2.0-1",
        "rpm, 10.0001-1, 10.1-1",
        "rpm, a+-1, a_-1",
        "npm, 1.0.0+build1, 1.0.0+build2",
        "npm, v1.2.3, 1.2.3",
        "pypi, 1.0, 1.0.0",
        "pypi, 1.0RC1, 1.0rc1",
        "maven, 1.0.Final, 1",
        "maven, 1.0-GA, 1.0",
        "apk, 3.1.4, 3.1.4.0"
    })
    void theseAreTheSame(String type, String left, String right) {
        assertThat(compare(type, left, right)).isZero();
        assertThat(compare(type, right, left)).isZero();
    }

    /** Whoever asks for 3.0.15 means every revision of it, of every distribution, as RPM's dependencies do. */
    @ParameterizedTest
    @CsvSource({
        "deb, 3.0.15-1~deb12u1, 3.0.15, 0",
        "deb, 3.0.14-1~deb12u2, 3.0.15, -1",
        "deb, 3.0.15-1~deb12u1, 3.0.15-1, -1",
        "deb, 1:1.2.13.dfsg-1, 1.2.13, 1",
        "deb, 1:1.2.11-1, 1.2.13, -1",
        "deb, 1:1.2.11-1, 0:1.2.13, 1",
        "deb, 1.2.11-1, 1:0, -1",
        "rpm, 1:1.1.1k-7.el8, 1.1.1k, 0",
        "rpm, 1:1.1.1k-7.el8, 1.1.1l, -1",
        "rpm, 1:1.1.1k-7.el8, 0:1.1.1l, 1",
        "rpm, 1.1.1k-7.el8, 1.1.1k-8, -1",
        "apk, 3.1.4-r5, 3.1.4, 0",
        "apk, 3.1.4-r5, 3.1.4-r6, -1"
    })
    void whatTheQueryLeavesOutIsNotCompared(String type, String installed, String queried, int expected) {
        assertThat(compare(type, installed, queried)).isEqualTo(expected);
    }
}
