package dev.imagemanager.pipeline.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.InputException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageQueryTest {

    private static ListedPackage listed(String purl, String version, String license) {
        String path = PackageUrl.withoutVersion(purl);
        return new ListedPackage(
                path.substring(path.lastIndexOf('/') + 1),
                version,
                PackageUrl.typeOf(purl),
                license,
                Optional.of(purl),
                PackageUrl.sourceOf(purl));
    }

    private static final ListedPackage LIBSSL = listed(
            "pkg:deb/debian/libssl3@3.0.14-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl",
            "3.0.14-1~deb12u2",
            "Apache-2.0 AND (LicenseRef-Expat OR GPL-2.0-only WITH Autoconf-exception-2.0)");

    private static final ListedPackage LIBSTDCXX = listed(
            "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64&upstream=gcc-12%4012.2.0-14",
            "12.2.0-14+deb12u1", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "libssl3 | true",
                "LibSSL3 | true",
                "libssl | false",
                "libssl* | true",
                "*ssl? | true",
                "openssl | true",
                "openssl<3.0.15 | true",
                "openssl < 3.0.15 | true",
                "openssl<3.0.14 | false",
                "openssl<=3.0.14 | true",
                "openssl=3.0.14 | true",
                "openssl==3.0.14-1~deb12u2 | true",
                "openssl=3.0.14-1 | false",
                "openssl!=3.0.14 | false",
                "openssl>3.0.14 | false",
                "openssl>=3.0.14,<3.0.15 | true",
                "openssl>=3.0.15, <3.1 | false",
                "*<3.0.15 | true",
                "license:Apache-2.0 | true",
                "license:apache-2.0 | true",
                "license:Apache | false",
                "license:GPL-* | true",
                "license:Expat | true",
                "license:MIT | true",
                "license:LicenseRef-Expat | true",
                "license:Autoconf-exception-2.0 | true",
                "license:(LicenseRef-Expat | false",
                "purl:pkg:deb/debian/libssl3 | true",
                "purl:pkg:deb/debian/libssl | false",
                "purl:pkg:deb/debian/libssl* | true",
                "purl:pkg:deb/debian/ | true",
                "purl:pkg:deb/debian | true",
                "purl:pkg:deb | true",
                "purl:pkg:de | false",
                "purl:pkg:deb/debian/libssl3@3.0.14-1~deb12u2 | true",
                "purl:pkg:deb/debian/libssl3@3.0.14 | false",
                "purl:pkg:deb/debian/libssl3@3.0.14* | true",
                "purl:pkg:deb/debian/libssl3@3.0.14-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl | true"
            })
    void aPackageOfDebian(String query, boolean isFound) {
        assertThat(PackageQuery.parse(query).matches(LIBSSL)).isEqualTo(isFound);
    }

    @Test
    void encodedNamesAreComparedAsTheyAreMeant() {
        assertThat(LIBSTDCXX.source()).hasValue("gcc-12");
        assertThat(PackageQuery.parse("purl:pkg:deb/debian/libstdc++6").matches(LIBSTDCXX))
                .isTrue();
        assertThat(PackageQuery.parse("purl:pkg:deb/debian/libstdc%2B%2B6@12.2.0-14+deb12u1")
                        .matches(LIBSTDCXX))
                .isTrue();
        assertThat(PackageQuery.parse("gcc-12<12.3").matches(LIBSTDCXX)).isTrue();
        assertThat(PackageUrl.decoded("100%")).isEqualTo("100%");
    }

    @Test
    void namesOfOtherEcosystems() {
        ListedPackage scoped = listed("pkg:npm/%40babel/core@7.0.0", "7.0.0", "MIT");
        assertThat(PackageUrl.withoutVersion("pkg:npm/%40babel/core@7.0.0")).isEqualTo("pkg:npm/%40babel/core");
        assertThat(PackageQuery.parse("core<7.0.1").matches(scoped)).isTrue();
        ListedPackage module = new ListedPackage(
                "github.com/docker/docker", "v24.0.0+incompatible", "golang", "", Optional.empty(), Optional.empty());
        assertThat(PackageQuery.parse("github.com/docker/docker<24.0.7").matches(module))
                .isTrue();
        assertThat(PackageQuery.parse("purl:pkg:golang/github.com").matches(module))
                .isFalse();
    }

    @Test
    void withoutAVersionOnlyTheNameCounts() {
        ListedPackage unknown = new ListedPackage("app", "", "generic", "", Optional.empty(), Optional.empty());
        assertThat(PackageQuery.parse("app").matches(unknown)).isTrue();
        assertThat(PackageQuery.parse("app<1").matches(unknown)).isFalse();
        assertThat(PackageQuery.parse("app>=0").matches(unknown)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<3",
                "=",
                "openssl<",
                "openssl<3,",
                "openssl<>3",
                "openssl 3",
                "openssl<3 4",
                "license:",
                "purl: ",
                "purl:deb/debian",
                "a,b"
            })
    void whatIsNoQueryIsRefusedWithExamples(String query) {
        assertThatThrownBy(() -> PackageQuery.parse(query)).isInstanceOfSatisfying(InputException.class, invalid -> {
            assertThat(invalid.problems().get(0).message()).startsWith("the query '");
            assertThat(invalid.problems().get(0).hint().orElseThrow()).contains("'openssl<3.0.15'");
        });
    }

    @Test
    @Timeout(10)
    void noQueryTakesLong() {
        ListedPackage endless = new ListedPackage("a".repeat(100_000), "1", "", "", Optional.empty(), Optional.empty());
        assertThat(PackageQuery.parse("*a".repeat(499) + "b").matches(endless)).isFalse();
        assertThatThrownBy(() -> PackageQuery.parse("a".repeat(1001))).isInstanceOf(InputException.class);
    }
}
