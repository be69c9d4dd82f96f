package dev.imagemanager.infra.http;

import dev.imagemanager.config.Environment;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Selects proxies from {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in upper or
 * lower case, as Go programs such as buildctl do (package net/http, "ProxyFromEnvironment"). Requests to this machine
 * never use a proxy. An address without a scheme is an HTTP proxy, the only kind that Java's client supports.
 */
@Singleton
public final class EnvironmentProxies extends ProxySelector {

    private final Environment environment;

    @Inject
    public EnvironmentProxies(Environment environment) {
        this.environment = environment;
    }

    /** @throws IllegalArgumentException if a variable is not the address of an HTTP proxy */
    @Override
    public List<Proxy> select(URI address) {
        return List.of(proxyFor(address)
                .map(proxy -> new Proxy(
                        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), Locations.portOf(proxy))))
                .orElse(Proxy.NO_PROXY));
    }

    /** Returns the value of the {@code Proxy-Authorization} header, if the variable contains credentials. */
    public Optional<String> authorization(URI address) {
        return proxyFor(address)
                .map(URI::getUserInfo)
                .map(account ->
                        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        // The failed request reports the error.
    }

    /** @throws IllegalArgumentException if a variable is not the address of an HTTP proxy */
    public Optional<URI> proxyFor(URI address) {
        String host = address.getHost();
        if (host == null || isThisMachine(host) || isLeftOut(host, Locations.portOf(address))) {
            return Optional.empty();
        }
        String variable = address.getScheme().toUpperCase(Locale.ROOT) + "_PROXY";
        return proxy(variable).or(() -> proxy("ALL_PROXY"));
    }

    private static boolean isThisMachine(String host) {
        return host.equalsIgnoreCase("localhost")
                || IpAddress.parse(NoProxy.withoutBrackets(host))
                        .filter(IpAddress::isLoopback)
                        .isPresent();
    }

    private Optional<URI> proxy(String variable) {
        return value(variable).map(written -> {
            URI proxy = uri(written.contains("://") ? written : "http://" + written);
            if (proxy == null || proxy.getHost() == null || !"http".equals(proxy.getScheme())) {
                throw new IllegalArgumentException(
                        variable + " is not the address of an HTTP proxy: write http://host:port");
            }
            return proxy;
        });
    }

    /** Returns null if the text is not a URI. Does not throw, since the exception would show a password in the text. */
    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private boolean isLeftOut(String host, int port) {
        return value("NO_PROXY")
                .filter(list -> NoProxy.parse(list).names(host, port))
                .isPresent();
    }

    private Optional<String> value(String variable) {
        return environment
                .variable(variable)
                .or(() -> environment.variable(variable.toLowerCase(Locale.ROOT)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
