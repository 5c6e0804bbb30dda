package org.tipring.media.rtp;

import java.net.InetSocketAddress;

/// The two ports of one RTP session. Sending never blocks: what the kernel does not take is counted and gone.
public interface DatagramPair {

    /// The even port.
    int rtpPort();

    /// Whatever the owner wants to find again in [DatagramNetwork.Receiver#datagram]; set by the media thread.
    void attach(Object owner);

    Object attachment();

    /// Media thread.
    void sendRtp(byte[] data, int length, InetSocketAddress to);

    /// Media thread.
    void sendRtcp(byte[] data, int length, InetSocketAddress to);

    /// Frees the ports, after a drain time in which nobody else gets them. Any thread.
    void close();
}
