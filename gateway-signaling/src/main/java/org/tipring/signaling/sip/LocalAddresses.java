package org.tipring.signaling.sip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Our own address as a peer sees it: the advertised one if configured, the bound one if it is a single one, else that of the
/// interface which the kernel would use towards the peer. Safe for any thread.
final class LocalAddresses {

    private static final int MAX_REMEMBERED = 1_000;

    private final SipSettings settings;
    private final Map<String, String> facing = new ConcurrentHashMap<>();

    LocalAddresses(SipSettings settings) {
        this.settings = settings;
    }

    String facing(Peer peer) {
        if (!settings.advertisedAddress().isEmpty()) {
            return settings.advertisedAddress();
        }
        if (!InetAddress.ofLiteral(settings.bindAddress()).isAnyLocalAddress()) {
            return settings.bindAddress();
        }
        if (facing.size() > MAX_REMEMBERED) {
            facing.clear();
        }
        return facing.computeIfAbsent(peer.address(), LocalAddresses::route);
    }

    /// Connecting a UDP socket sends nothing; it only asks the routing table.
    private static String route(String address) {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 9));
            return probe.getLocalAddress().getHostAddress();
        } catch (IOException | RuntimeException noRoute) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
