package org.tipring.media.engine;

/// What one media loop has done so far. A snapshot; counters only grow, but for the gauges at the end.
///
/// @param packetsReceived RTP packets from negotiated peers
/// @param packetsSent RTP packets
/// @param rtcpReceived RTCP datagrams from negotiated peers that could be read
/// @param rtcpSent RTCP datagrams
/// @param foreignPackets datagrams from an address that was not negotiated (or before any was): dropped unheard and unanswered
/// @param malformedPackets datagrams from the negotiated address that are no RTP or RTCP, or a payload never agreed
/// @param lineFrames frames read from lines
/// @param resyncFrames frames withheld from a line so that a stall of the media thread leaves no lasting delay
/// @param skippedFrames frames of a line withheld from an RTP peer, for the same reason
/// @param concealedFrames frames made up for missing packets
/// @param lateTicks turns of the loop that came more than 5 ms after their deadline
/// @param commandOverflows commands refused because the queue was full
/// @param refusedCommands commands that named an endpoint or bridge that is not there (crossing with a close)
/// @param recordingFailures recordings and captures that could not be started, or not be written to their end
/// @param recordingLostFrames frames that recordings have lost because the disk was slower than the conversation
/// @param captureLostPackets datagrams that captures have lost, for the same reason
/// @param keyOverflows keys not played because too many waited
/// @param faults exceptions caught in the loop: always a bug; the first is logged
/// @param endpoints RTP endpoints open now
/// @param bridges bridges now
public record LoopStatistics(long packetsReceived, long packetsSent, long rtcpReceived, long rtcpSent, long foreignPackets,
                             long malformedPackets, long lineFrames, long resyncFrames, long skippedFrames, long concealedFrames,
                             long lateTicks, long commandOverflows, long refusedCommands, long recordingFailures, long recordingLostFrames,
                             long captureLostPackets, long keyOverflows, long faults, int endpoints, int bridges, Paths paths, Relays relays,
                             Modems modems) {

    /// What [PeerPath]s saw.
    ///
    /// @param stun STUN requests, which are not answered: there is no ICE here
    /// @param unauthentic packets of peers with SRTP that were in clear, forged, replayed, or came before there were keys
    /// @param withheld packets not sent because there were no keys yet, or because a number would have been used twice
    /// @param learnt peers that sent from elsewhere than their SDP said, and were followed there
    public record Paths(long stun, long unauthentic, long withheld, long learnt) { }

    /// What was passed on between RTP peers.
    ///
    /// @param transcoded packets that were decoded to be encoded in another codec
    /// @param late packets left out because they came after their turn, where packets are cut or decoded
    public record Relays(long transcoded, long late) { }

    /// Fax machines and modems that were heard, by their tone ([org.tipring.media.dsp.ModemTone]).
    public record Modems(long cng, long ced, long ans, long ansam) { }
}
