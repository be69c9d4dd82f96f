package dev.imagemanager.infra.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of Go's own tests, and those that people write. */
class NoProxyTest {

    private static boolean names(String list, String host, int port) {
        return NoProxy.parse(list).names(host, port);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "example.com, EXAMPLE.com, true",
        "EXAMPLE.com, example.com, true",
        "example.com, sub.example.com, true",
        "example.com, notexample.com, false",
        "example.com, example.com.org, false",
        ".example.com, example.com, false",
        ".example.com, sub.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, sub.example.com, true",
        "*.example.com, a.sub.example.com, true",
        "*.example.com, notexample.com, false",
        "com, example.com, true",
    })
    void aNameStandsForWhatIsBelowIt(String list, String host, boolean isNamed) {
        assertThat(names(list, host, 443)).isEqualTo(isNamed);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, host10.example, false",
        "192.168.4.0/23, 192.168.5.9, true",
        "192.168.4.0/23, 192.168.6.0, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.3/32, 10.1.2.2, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, [fd00::1], false",
        "fd00::/8, [fd12:3456::1], true",
        "fd00::/8, [fe80::1], false",
        "FD00::/8, [fd00::1], true",
        "::ffff:10.0.0.0/8, 10.0.0.1, true",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, [::ffff:10.1.2.3], true",
        "10.1.2.3, 10.1.2.30, false",
        "fd00::1, [fd00:0:0::1], true",
        "[fd00::1], [fd00::1], true",
        "[fd00::1], [fd00::2], false",
    })
    void anAddressIsComparedAsANumber(String list, String host, boolean isNamed) {
        assertThat(names(list, host, 443)).isEqualTo(isNamed);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com:8080, example.com, 8080, true",
        "example.com:8080, sub.example.com, 8080, true",
        "example.com:8080, example.com, 80, false",
        ".example.com:443, sub.example.com, 443, true",
        "*.example.com:443, sub.example.com, 80, false",
        "10.1.2.3:5000, 10.1.2.3, 5000, true",
        "10.1.2.3:5000, 10.1.2.3, 443, false",
        "[fd00::1]:5000, [fd00::1], 5000, true",
        "[fd00::1]:5000, [fd00::1], 443, false",
        "example.com:http, example.com, 80, false",
    })
    void aPortLimitsAnEntry(String list, String host, int port, boolean isNamed) {
        assertThat(names(list, host, port)).isEqualTo(isNamed);
    }

    @Test
    void anEntryAmongOthersIsFound() {
        String list = " a.example , ,10.0.0.0/8,\tb.example:80,, *";

        assertThat(names(list, "a.example", 443)).isTrue();
        assertThat(names(list, "anything.at.all", 443)).isTrue();
        assertThat(names(" a.example , ,10.0.0.0/8,", "anything.at.all", 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ":",
                ":80",
                "10.0.0.0/33",
                "fd00::/129",
                "10.0.0/8",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "[",
                "[]"
            })
    void whatIsNotUnderstoodNamesNothing(String list) {
        assertThat(names(list, "10.0.0.1", 443)).isFalse();
        assertThat(names(list, "[fd00::1]", 443)).isFalse();
        assertThat(names(list, "example.com", 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4.5", "fd00::1::2", "12345::", ":", "fe80::1%eth0", "a"
            })
    void whatOnlyLooksLikeAnAddressIsNotOne(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }
}
