package org.tipring.media.engine;

/// The figures of one RTP stream pair.
///
/// @param lost packets that never came, by sequence numbers (RFC 3550 appendix A.3); may be negative with duplicates
/// @param jitterMicros interarrival jitter (RFC 3550 section 6.4.1)
/// @param late came after their turn; @param foreign came from an address that was not negotiated
/// @param malformed were no RTP; @param concealed frames made up for missing ones
/// @param roundTripMicros from RTCP (LSR/DLSR), or -1
/// @param unauthentic were in clear, forged or replayed where SRTP was agreed
/// @param quality how both directions sound; @param levels how loud
public record RtpStatistics(long packetsSent, long packetsReceived, long lost, long late, long duplicate, long foreign,
                            long malformed, long concealed, long jitterMicros, long roundTripMicros, long unauthentic, CallQuality quality,
                            LegLevels levels) {
}
