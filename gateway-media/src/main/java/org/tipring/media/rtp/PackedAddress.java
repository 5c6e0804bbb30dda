package org.tipring.media.rtp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// An IPv4 address and a port in one long, so that comparing the source of a packet costs nothing: address << 16 | port.
public final class PackedAddress {

    private PackedAddress() {
    }

    /// @return the packed form, or -1 for anything that is not IPv4
    public static long of(InetSocketAddress address) {
        return of(address.getAddress(), address.getPort());
    }

    /// @return the packed form, or -1 for anything that is not IPv4
    public static long of(InetAddress address, int port) {
        if (!(address instanceof Inet4Address)) {
            return -1;
        }
        long packed = 0;
        for (byte part : address.getAddress()) {
            packed = packed << 8 | part & 0xff;
        }
        return packed << 16 | port;
    }

    public static String text(long packed) {
        return (packed >> 40 & 0xff) + "." + (packed >> 32 & 0xff) + "." + (packed >> 24 & 0xff) + "." + (packed >> 16 & 0xff)
                + ":" + (packed & 0xffff);
    }
}
