package org.tipring.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.PackedAddress;

/// One UDP socket. Not connected: a foreign packet is to be seen and counted, not silently eaten by the kernel.
final class RtpSocket {

    /// DSCP "expedited forwarding", what telephony is marked with (RFC 4594 section 4.1), in the upper six bits.
    private static final int EXPEDITED_FORWARDING = 46 << 2;

    private final DatagramPair pair;
    private final boolean rtcp;
    private final PacketBuffers buffers;
    private final DatagramChannel channel;
    /// The JDK gives the same object for the same sender, so its packed form is made once.
    private SocketAddress lastSender;
    private long lastPacked;

    RtpSocket(DatagramPair pair, boolean rtcp, InetAddress address, int port, PacketBuffers buffers) throws IOException {
        this.pair = pair;
        this.rtcp = rtcp;
        this.buffers = buffers;
        this.channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED_FORWARDING);
            channel.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// @return false when there was none
    boolean receive(DatagramNetwork.Receiver receiver, long nowNanos) throws IOException {
        ByteBuffer in = buffers.in.clear();
        SocketAddress sender = channel.receive(in);
        if (sender == null) {
            return false;
        }
        if (sender != lastSender) {
            lastSender = sender;
            lastPacked = PackedAddress.of((InetSocketAddress) sender);
        }
        int length = in.flip().remaining();
        in.get(buffers.datagram, 0, length);
        receiver.datagram(pair, rtcp, lastPacked, buffers.datagram, length, nowNanos);
        return true;
    }

    /// @return false when the kernel did not take it
    boolean send(byte[] data, int length, InetSocketAddress to) {
        try {
            ByteBuffer out = buffers.out.clear().put(data, 0, length).flip();
            return channel.send(out, to) == length;
        } catch (IOException _) {
            // No route, or the socket has just been closed: the packet is gone, as on any network.
            return false;
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
