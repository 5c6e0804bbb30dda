package org.tipring.media.rtp;

import java.io.IOException;

/// Where RTP and RTCP come from and go to. Two kinds exist: sockets (`media.net`) and an emulated network for tests in virtual time.
public interface DatagramNetwork {

    /// Opens an even port for RTP and the odd one after it for RTCP (RFC 3550 section 11). Any thread.
    ///
    /// @throws IOException when the range is used up or nothing in it can be bound; the message says which range and how to mend it
    DatagramPair open() throws IOException;

    /// Hands over every datagram that has come, waiting for the first one until the time is over or [#wakeup] is called.
    /// Media thread only.
    ///
    /// @param waitNanos 0 does not wait
    void poll(long waitNanos, Receiver receiver);

    /// Ends a [#poll] that waits. Any thread.
    void wakeup();

    /// Takes a datagram. The buffer is reused as soon as the call returns.
    interface Receiver {

        /// @param pair where it came in
        /// @param rtcp whether it came on the odd port
        /// @param source IPv4 address and port of the sender, packed by [PackedAddress]
        /// @param atNanos when it was read, on the poller's clock
        void datagram(DatagramPair pair, boolean rtcp, long source, byte[] data, int length, long atNanos);
    }
}
