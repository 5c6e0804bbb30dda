package org.tipring.media.fuzz;

import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.VoipMetrics;

/// RTCP compounds and the VoIP metrics in them.
public final class RtcpFuzz {

    private RtcpFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        RtcpParser parser = new RtcpParser();
        RtcpParser.senderSsrc(data, data.length);
        if (parser.parse(data, data.length, data.length < 16 ? 1 : data[11], 60_000_000_000L)) {
            long trip = parser.roundTripMicros();
            if (trip < -1 || trip > 60_000_000L || parser.peerLossShare() > 1) {
                throw new AssertionError("absurd figures are believed: " + trip + " " + parser.peerLossShare());
            }
        }
        VoipMetrics.parse(data, 0, data.length);
    }
}
