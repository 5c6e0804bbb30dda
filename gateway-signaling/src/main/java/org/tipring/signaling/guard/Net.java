package org.tipring.signaling.guard;

import java.net.InetAddress;
import java.util.Arrays;

/// A network in CIDR notation, or one address. Asks no name server.
public record Net(InetAddress address, int bits) {

    private static final int IPV6_BYTES = 16;
    private static final int IPV6_SITE_BYTES = 8;

    /// @throws IllegalArgumentException when it is neither `10.0.0.0/8` nor `10.1.2.3`
    public static Net of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("a prefix of " + bits + " bits");
        }
        return new Net(address, bits);
    }

    /// @param literal an address; what is none lies in no network
    public boolean contains(String literal) {
        try {
            byte[] own = address.getAddress();
            byte[] other = InetAddress.ofLiteral(literal).getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> i % Byte.SIZE;
                if (((own[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /// Under which name a source is known: one IPv6 subscriber has 2^64 addresses, so all of a /64 are one.
    static String source(String literal) {
        if (literal.indexOf(':') < 0) {
            return literal;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
            if (bytes.length != IPV6_BYTES) {
                return literal;
            }
            Arrays.fill(bytes, IPV6_SITE_BYTES, IPV6_BYTES, (byte) 0);
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (IllegalArgumentException | java.net.UnknownHostException notAnAddress) {
            return literal;
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
