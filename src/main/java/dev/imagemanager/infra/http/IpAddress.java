package dev.imagemanager.infra.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A numeric IP address. Never uses DNS. */
final class IpAddress {

    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern VERSION_4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern VERSION_6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final IpAddress LOOPBACK_6 =
            new IpAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param text without brackets; an IPv4-mapped IPv6 address is parsed as the IPv4 address */
    static Optional<IpAddress> parse(String text) {
        if (!VERSION_4.matcher(text).matches() && !VERSION_6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IpAddress(InetAddress.getByName(text).getAddress()));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    int length() {
        return bytes.length * Byte.SIZE;
    }

    boolean isLoopback() {
        return bytes.length == 4 ? bytes[0] == 127 : sharesPrefix(LOOPBACK_6, length());
    }

    /** @param bits the length of the prefix */
    boolean sharesPrefix(IpAddress other, int bits) {
        if (bytes.length != other.bytes.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((bytes[bit / Byte.SIZE] & mask) != (other.bytes[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
