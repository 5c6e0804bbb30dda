package org.tipring.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.tipring.media.rtp.DatagramPair;

/// An even port for RTP and the odd one after it for RTCP.
final class SocketPair implements DatagramPair {

    private final int port;
    private final RtpSocket rtp;
    private final RtpSocket rtcp;
    private final LongAdder sendFailures;
    private final IntConsumer release;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Object owner;

    SocketPair(int port, InetAddress address, Selector selector, PacketBuffers buffers, LongAdder sendFailures, IntConsumer release)
            throws IOException {
        this.port = port;
        this.sendFailures = sendFailures;
        this.release = release;
        this.rtp = new RtpSocket(this, false, address, port, buffers);
        try {
            this.rtcp = new RtpSocket(this, true, address, port + 1, buffers);
        } catch (IOException e) {
            rtp.close();
            throw e;
        }
        rtp.register(selector);
        rtcp.register(selector);
    }

    @Override
    public int rtpPort() {
        return port;
    }

    @Override
    public void attach(Object newOwner) {
        owner = newOwner;
    }

    @Override
    public Object attachment() {
        return owner;
    }

    @Override
    public void sendRtp(byte[] data, int length, InetSocketAddress to) {
        count(rtp.send(data, length, to));
    }

    @Override
    public void sendRtcp(byte[] data, int length, InetSocketAddress to) {
        count(rtcp.send(data, length, to));
    }

    private void count(boolean sent) {
        if (!sent) {
            sendFailures.increment();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            rtp.close();
            rtcp.close();
        } catch (IOException _) {
            // Closing a datagram socket has nothing left to do that could fail; the descriptor is gone either way.
        }
        release.accept(port);
    }
}
