package dev.imagemanager.infra.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import java.net.Proxy;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {

    private final FakeEnvironment environment = new FakeEnvironment();
    private final EnvironmentProxies proxies = new EnvironmentProxies(environment);

    private String proxyFor(String address) {
        Proxy proxy = proxies.select(URI.create(address)).get(0);
        return proxy.type() == Proxy.Type.DIRECT ? "" : proxy.address().toString();
    }

    @Test
    void eachSchemeHasItsVariable() {
        environment.set("HTTP_PROXY", "http://plain:3128");
        assertThat(proxyFor("http://example.com/")).contains("plain").endsWith(":3128");
        assertThat(proxyFor("https://example.com/")).isEmpty();

        environment.set("https_proxy", "secure");
        assertThat(proxyFor("https://example.com/")).contains("secure").endsWith(":80");
    }

    @Test
    void oneVariableMayBeForAll() {
        environment.set("ALL_PROXY", "http://all:1");

        assertThat(proxyFor("http://example.com/")).contains("all");
        assertThat(proxyFor("https://example.com/")).contains("all");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:5050/, true",
        "http://127.0.0.1/, true",
        "http://[::1]:80/, true",
        "http://example.com/, true",
        "http://EXAMPLE.com/, true",
        "http://sub.example.com/, true",
        "http://notexample.com/, false",
        "http://dotted.org/, false",
        "http://sub.dotted.org/, true",
        "http://port.net:8080/, true",
        "http://port.net:8081/, false",
        "http://other.com/, false",
        "http://10.1.2.3:5000/, true",
        "http://[fd00::1]/, true",
        "http://standard.net/, true",
        "http://standard.net:8080/, false",
        "http://127.1.2.3:5050/, true",
    })
    void whatNoProxyNamesIsReachedDirectly(String address, boolean isDirect) {
        environment.set("HTTP_PROXY", "proxy:3128");
        environment.set("NO_PROXY", " example.com, .dotted.org ,port.net:8080,, 10.0.0.0/8,fd00::/8, standard.net:80");

        assertThat(proxyFor(address).isEmpty()).isEqualTo(isDirect);
    }

    @Test
    void aStarSwitchesProxiesOff() {
        environment.set("HTTPS_PROXY", "proxy:3128");
        environment.set("no_proxy", "*");

        assertThat(proxyFor("https://example.com/")).isEmpty();
    }

    @Test
    void anAccountBecomesAHeader() {
        environment.set("HTTPS_PROXY", "http://user:p%40ss@proxy:3128");

        assertThat(proxies.authorization(URI.create("https://example.com/"))).contains("Basic dXNlcjpwQHNz");
        assertThat(proxies.authorization(URI.create("http://example.com/"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"socks5://proxy:1080", "https://proxy", "'http://a b:secret@c'", "http://"})
    void whatCannotBeUsedIsSaidWithoutItsPassword(String value) {
        environment.set("HTTPS_PROXY", value);

        assertThatThrownBy(() -> proxyFor("https://example.com/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HTTPS_PROXY is not the address of an HTTP proxy: write http://host:port");
    }
}
