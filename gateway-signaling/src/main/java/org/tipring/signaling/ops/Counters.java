package org.tipring.signaling.ops;

/// Figures that only grow, as the modules below count them; read whenever somebody asks for the metrics, from any thread.
public record Counters(Rtp rtp, Sip sip, Queues queues, long lateTicks) {

    public static final Counters ZERO = new Counters(new Rtp(0, 0, 0, 0, 0), new Sip(0, 0, 0, 0), new Queues(0, 0, 0), 0);

    /// Sums over all streams since the start.
    public record Rtp(long sent, long received, long lost, long foreign, long malformed) { }

    /// Requests that were not taken.
    ///
    /// @param malformed not to be read as SIP
    /// @param tooLarge above the size limit
    /// @param unauthorised wrong or missing credentials, after a challenge
    /// @param overload 503 because the gateway had too much to do
    public record Sip(long malformed, long tooLarge, long unauthorised, long overload) { }

    /// Entries that did not fit into a bounded queue or ring.
    ///
    /// @param control events for the control thread; @param media commands for the media thread; @param line sound of lines, in samples
    public record Queues(long control, long media, long line) { }
}
