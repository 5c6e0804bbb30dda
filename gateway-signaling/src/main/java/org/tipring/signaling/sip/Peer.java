package org.tipring.signaling.sip;

import java.net.InetAddress;
import javax.sip.address.Hop;

/// Where a message goes or came from: a literal address, so that sending never looks up a name.
///
/// @param transport `udp` or `tcp`
record Peer(String address, int port, String transport) implements Hop {

    static Peer of(InetAddress address, int port, String transport) {
        return new Peer(address.getHostAddress(), port, transport);
    }

    boolean udp() {
        return transport.equals("udp");
    }

    @Override
    public String getHost() {
        return address;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public String getTransport() {
        return transport;
    }

    @Override
    public String toString() {
        return address + ":" + port + "/" + transport;
    }
}
