package org.tipring.media.rtp;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;

/// Where datagrams of RTP and RTCP are written down as they were on the wire.
///
/// Here so that the media loop can capture without knowing files.
public interface PacketLog extends Closeable, Flushable {

    /// @param epochNanos when it passed, since 1970 in UTC
    /// @param sent by us; otherwise it came
    /// @param localPort of ours; @param remote of theirs, packed by [PackedAddress]
    void write(long epochNanos, boolean sent, int localPort, long remote, byte[] data, int length) throws IOException;

    /// After this the capture so far is complete for whoever reads it.
    @Override
    void flush() throws IOException;
}
