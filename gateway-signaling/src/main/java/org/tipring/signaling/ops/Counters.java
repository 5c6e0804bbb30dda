package org.tipring.signaling.ops;

/// Figures that only grow, as the modules below count them; read whenever somebody asks for the metrics, from any thread.
///
/// @param lateTicks turns of the media thread that came too late
/// @param faults errors of our own that were caught
public record Counters(Rtp rtp, Sip sip, Queues queues, Files files, long lateTicks, long faults, Modems modems) {

    public static final Counters ZERO = new Counters(new Rtp(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), new Sip(0, 0, 0, 0), new Queues(0, 0, 0), new Files(0, 0, 0), 0, 0,
            new Modems(0, 0, 0, 0));

    /// Sums over all streams since the start.
    ///
    /// @param stun STUN requests, not answered; @param unauthentic not the peer's, where SRTP was agreed
    /// @param withheld not sent for want of keys; @param learnt peers followed to where they send from
    /// @param transcoded decoded to be encoded otherwise for another peer; @param late left out, because another peer's packets had to be made of them in order
    public record Rtp(long sent, long received, long foreign, long malformed, long concealed, long stun, long unauthentic, long withheld,
                      long learnt, long transcoded, long late) { }

    /// Fax machines and modems heard in calls, by their tone.
    public record Modems(long cng, long ced, long ans, long ansam) { }

    /// Requests that were not taken.
    ///
    /// @param dropped without an answer: not to be read; @param banned without an answer: from banned addresses
    /// @param overload 503 because the control thread had too much to do
    /// @param transfers 403: REFERs, and INVITEs with Replaces, of who may not connect calls
    public record Sip(long dropped, long banned, long overload, long transfers) { }

    /// Entries that did not fit into a bounded queue or ring.
    ///
    /// @param control events for the control thread; @param media commands for the media thread; @param line sound of lines, in samples
    public record Queues(long control, long media, long line) { }

    /// Recordings and captures of calls.
    ///
    /// @param lostFrames of recordings; @param lostPackets of captures; both because the disk was slower
    /// @param failed files that could not be begun, or ended before their call
    public record Files(long lostFrames, long lostPackets, long failed) { }
}
