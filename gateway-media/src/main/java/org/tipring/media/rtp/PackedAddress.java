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

    /// The host alone: what is left when the port does not matter.
    public static long host(long packed) {
        return packed >> 16;
    }

    /// Makes an object: for the moment an address is settled, not for packets.
    public static InetSocketAddress socketAddress(long packed) {
        byte[] host = {(byte) (packed >> 40), (byte) (packed >> 32), (byte) (packed >> 24), (byte) (packed >> 16)};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host), (int) (packed & 0xffff));
        } catch (java.net.UnknownHostException fourBytesAreAnAddress) {
            throw new IllegalStateException(fourBytesAreAnAddress);
        }
    }

    public static String text(long packed) {
        return (packed >> 40 & 0xff) + "." + (packed >> 32 & 0xff) + "." + (packed >> 24 & 0xff) + "." + (packed >> 16 & 0xff)
                + ":" + (packed & 0xffff);
    }
}
