package org.tipring.media.net;

import java.nio.ByteBuffer;

/// The memory through which all datagrams of one media thread pass; one of each, because they are used one after the other.
final class PacketBuffers {

    /// More than any RTP packet of a telephone call. What is longer is cut here, and refused by the parser for its length.
    static final int SIZE = 2048;

    final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
    final ByteBuffer out = ByteBuffer.allocateDirect(SIZE);
    final byte[] datagram = new byte[SIZE];
}
