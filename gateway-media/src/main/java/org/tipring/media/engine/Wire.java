package org.tipring.media.engine;

import java.net.InetSocketAddress;
import org.tipring.media.engine.record.PacketCapture;
import org.tipring.media.rtp.DatagramPair;
import org.tipring.media.rtp.PackedAddress;

/// A port pair and a place to look on: what passes is captured while there is a capture, as it is on the wire, so SRTP encrypted and a
/// stranger's packet too. Owned by the media thread.
final class Wire implements DatagramPair {

    private final DatagramPair pair;
    private final LoopContext loop;
    private Object owner;
    private PacketCapture capture;
    private InetSocketAddress lastTo;
    private long lastPacked;

    Wire(DatagramPair pair, LoopContext loop) {
        this.pair = pair;
        this.loop = loop;
    }

    /// @param newCapture null: none
    void capture(PacketCapture newCapture) {
        capture = newCapture;
    }

    PacketCapture capture() {
        return capture;
    }

    /// A datagram that has come.
    void came(boolean rtcp, long source, byte[] data, int length, long nowNanos) {
        if (capture != null) {
            capture.take(false, port(rtcp), source, data, length, nowNanos);
        }
    }

    private int port(boolean rtcp) {
        return rtcp ? pair.rtpPort() + 1 : pair.rtpPort();
    }

    private void goes(boolean rtcp, byte[] data, int length, InetSocketAddress to) {
        if (to != lastTo) {
            lastTo = to;
            lastPacked = PackedAddress.of(to);
        }
        capture.take(true, port(rtcp), lastPacked, data, length, loop.nowNanos);
    }

    @Override
    public int rtpPort() {
        return pair.rtpPort();
    }

    @Override
    public void attach(Object newOwner) {
        owner = newOwner;
        pair.attach(newOwner == null ? null : this);
    }

    @Override
    public Object attachment() {
        return owner;
    }

    @Override
    public void sendRtp(byte[] data, int length, InetSocketAddress to) {
        if (capture != null) {
            goes(false, data, length, to);
        }
        pair.sendRtp(data, length, to);
    }

    @Override
    public void sendRtcp(byte[] data, int length, InetSocketAddress to) {
        if (capture != null) {
            goes(true, data, length, to);
        }
        pair.sendRtcp(data, length, to);
    }

    @Override
    public void close() {
        pair.close();
    }
}
