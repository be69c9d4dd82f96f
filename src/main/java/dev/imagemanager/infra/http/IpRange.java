package dev.imagemanager.infra.http;

import java.util.Optional;

/** A range of IP addresses (RFC 4632, "CIDR notation"; RFC 4291, section 2.3): {@code 10.0.0.0/8}. */
record IpRange(IpAddress start, int bits) {

    static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        String length = text.substring(slash + 1);
        if (slash < 0 || !length.matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        return IpAddress.parse(text.substring(0, slash))
                .map(start -> new IpRange(start, Integer.parseInt(length)))
                .filter(range -> range.bits <= range.start.length());
    }

    boolean contains(IpAddress address) {
        return address.sharesPrefix(start, bits);
    }
}
