package dev.imagemanager.infra.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The servers that {@code NO_PROXY} names, as Go programs read it (package golang.org/x/net/http/httpproxy,
 * "Config.NoProxy"): a list of
 *
 * <ul>
 *   <li>{@code example.com}: the host and all hosts below it
 *   <li>{@code .example.com} or {@code *.example.com}: only the hosts below it
 *   <li>{@code 10.1.2.3} or {@code [fd00::1]}: an address
 *   <li>{@code 10.0.0.0/8} or {@code fd00::/8}: a range of addresses, for servers that are named by address
 *   <li>{@code *}: all servers
 * </ul>
 *
 * each but the last two with an optional port. What is none of these is ignored.
 */
final class NoProxy {

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    static NoProxy parse(String list) {
        List<Entry> entries = new ArrayList<>();
        for (String part : list.split(",")) {
            entry(part.strip().toLowerCase(Locale.ROOT)).ifPresent(entries::add);
        }
        return new NoProxy(entries);
    }

    /**
     * @param host a name, or an address as {@link java.net.URI#getHost()} has it
     * @param port that is connected to
     */
    boolean names(String host, int port) {
        Server server = new Server(withoutBrackets(host.toLowerCase(Locale.ROOT)), port);
        return entries.stream().anyMatch(entry -> entry.names(server));
    }

    /** A server, and its address where it is named by that. */
    private record Server(String host, Optional<IpAddress> address, int port) {
        Server(String host, int port) {
            this(host, IpAddress.parse(host), port);
        }
    }

    private interface Entry {
        boolean names(Server server);
    }

    private static Optional<Entry> entry(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.equals("*")) {
            return Optional.of(server -> true);
        }
        Optional<IpRange> range = IpRange.parse(text);
        if (range.isPresent()) {
            return Optional.of(
                    server -> server.address().filter(range.get()::contains).isPresent());
        }
        HostAndPort parts = HostAndPort.split(text);
        if (parts.host().isEmpty()) {
            return Optional.empty();
        }
        Optional<IpAddress> address = IpAddress.parse(parts.host());
        return Optional.of(
                address.isPresent()
                        ? server -> server.address().equals(address) && parts.allows(server.port())
                        : domain(parts));
    }

    private static Entry domain(HostAndPort parts) {
        String name = parts.host().startsWith("*.") ? parts.host().substring(1) : parts.host();
        boolean isSuffix = name.startsWith(".");
        String suffix = isSuffix ? name : "." + name;
        return server ->
                (server.host().endsWith(suffix) || !isSuffix && server.host().equals(name))
                        && parts.allows(server.port());
    }

    /** @param port empty for any */
    private record HostAndPort(String host, String port) {

        static HostAndPort split(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort =
                    colon >= 0 && (text.startsWith("[") ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon);
            return hasPort
                    ? new HostAndPort(withoutBrackets(text.substring(0, colon)), text.substring(colon + 1))
                    : new HostAndPort(withoutBrackets(text), "");
        }

        boolean allows(int actual) {
            return port.isEmpty() || port.equals(Integer.toString(actual));
        }
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
