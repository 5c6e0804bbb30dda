package org.tipring.media.net;

import java.io.IOException;
import java.net.InetAddress;
import org.tipring.media.rtp.DatagramNetwork;
import org.tipring.media.rtp.DatagramPair;

/// RTP and RTCP over the JDK's `DatagramChannel` and one `Selector`. API first; the body follows.
public final class RtpSocketNetwork implements DatagramNetwork, AutoCloseable {

    /// @param bindAddress IPv4 address to bind, `0.0.0.0` for all
    /// @param firstPort even; @param lastPort odd
    public RtpSocketNetwork(InetAddress bindAddress, int firstPort, int lastPort) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public DatagramPair open() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void poll(long waitNanos, Receiver receiver) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void wakeup() {
        throw new UnsupportedOperationException("not yet");
    }

    /// Closes every socket. When the media thread has ended.
    @Override
    public void close() {
        throw new UnsupportedOperationException("not yet");
    }
}
