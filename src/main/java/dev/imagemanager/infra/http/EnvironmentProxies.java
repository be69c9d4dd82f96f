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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxies that {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name, in either case,
 * as Go programs such as buildctl read them (package net/http, "ProxyFromEnvironment"): this machine is never reached
 * through one. Without a scheme an address is one of HTTP, the only kind that Java's client can use.
 */
@Singleton
public final class EnvironmentProxies extends ProxySelector {

    private static final int DEFAULT_PORT = 80;
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127\\.[0-9.]+|\\[?::1]?");

    private final Environment environment;

    @Inject
    public EnvironmentProxies(Environment environment) {
        this.environment = environment;
    }

    /** @throws IllegalArgumentException if a variable names no HTTP proxy */
    @Override
    public List<Proxy> select(URI address) {
        return List.of(proxyFor(address)
                .map(proxy -> new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(
                                proxy.getHost(), proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort())))
                .orElse(Proxy.NO_PROXY));
    }

    /** The value of the {@code Proxy-Authorization} header, where the variable holds an account. */
    public Optional<String> authorization(URI address) {
        return proxyFor(address)
                .map(URI::getUserInfo)
                .map(account ->
                        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        // Whoever asked for the address is told.
    }

    private Optional<URI> proxyFor(URI address) {
        String host = address.getHost();
        if (host == null || THIS_MACHINE.matcher(host).matches() || isLeftOut(host, address.getPort())) {
            return Optional.empty();
        }
        String variable = address.getScheme().toUpperCase(Locale.ROOT) + "_PROXY";
        return proxy(variable).or(() -> proxy("ALL_PROXY"));
    }

    private Optional<URI> proxy(String variable) {
        return value(variable).map(written -> {
            URI proxy = uri(written.contains("://") ? written : "http://" + written);
            if (proxy == null || proxy.getHost() == null || !"http".equals(proxy.getScheme())) {
                throw new IllegalArgumentException(
                        variable + " is no address of an HTTP proxy: write http://host:port");
            }
            return proxy;
        });
    }

    /** @return null for what is none; the text may hold a password, and an exception would show it */
    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Entries are {@code *}, a host with all below it, with a dot before it only those below, each with an optional port. */
    private boolean isLeftOut(String host, int port) {
        return value("NO_PROXY").stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .anyMatch(entry -> entry.equals("*") || names(entry, host.toLowerCase(Locale.ROOT), port));
    }

    private static boolean names(String entry, String host, int port) {
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && entry.substring(colon + 1).matches("[0-9]{1,5}") && entry.indexOf(':') == colon;
        if (hasPort && Integer.parseInt(entry.substring(colon + 1)) != port) {
            return false;
        }
        String name = hasPort ? entry.substring(0, colon) : entry;
        if (name.isEmpty()) {
            return false;
        }
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }

    private Optional<String> value(String variable) {
        return environment
                .variable(variable)
                .or(() -> environment.variable(variable.toLowerCase(Locale.ROOT)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
