package org.tipring.media.engine;

import org.tipring.media.dsp.EModel;
import org.tipring.media.rtp.LossPattern;
import org.tipring.media.rtp.RtcpParser;
import org.tipring.media.rtp.RtpReceiver;
import org.tipring.media.rtp.VoipMetrics;

/// How the two directions of a stream pair sound, by the E-model (ITU-T G.107): opinion scores from 1 to 4.5, for G.711 with concealment;
/// what the telephones and the lines behind them add is not known here.
///
/// @param mosReceived what comes from the peer; [#UNKNOWN] when nothing has come
/// @param mosSent what the peer hears of us: by its own extended report, else by its loss reports; [#UNKNOWN] when it sends neither
public record CallQuality(double mosReceived, double mosSent) {

    public static final double UNKNOWN = -1;

    /// RFC 3611 section 4.7.6: our concealment is an enhanced one and our buffer adapts.
    private static final int CONCEALS_AND_ADAPTS = 0b10_11_0000;
    private static final int NO_LIMIT = 0xffff;

    /// @param playout null where packets are passed on: the other end plays them then
    static CallQuality of(RtpReceiver receiver, Playout playout, RtcpParser peer, int packetMillis) {
        return new CallQuality(receiver.started() ? received(receiver, playout, peer, packetMillis).mos() : UNKNOWN,
                sent(peer, packetMillis));
    }

    /// The same for RTCP XR.
    static VoipMetrics metrics(RtpReceiver receiver, Playout playout, RtcpParser peer, int packetMillis) {
        double lost = lost(receiver);
        double late = late(receiver, playout);
        int buffer = (int) bufferMillis(receiver, playout);
        LossPattern pattern = receiver.pattern();
        EModel model = received(receiver, playout, peer, packetMillis);
        // Listening quality leaves out what delay does to a conversation.
        EModel listening = EModel.of(0, model.lossPercent(), model.burstRatio(), model.codec());
        return new VoipMetrics(receiver.ssrc(), (int) (256 * lost), (int) (256 * late), pattern.burstDensity(),
                pattern.gapDensity(), (int) (pattern.burstPackets() * packetMillis), (int) (pattern.gapPackets() * packetMillis),
                (int) roundTripMillis(peer), buffer + packetMillis, VoipMetrics.UNKNOWN, VoipMetrics.UNKNOWN, VoipMetrics.UNKNOWN,
                LossPattern.GAP_MINIMUM, (int) Math.round(Math.clamp(model.rating(), 0, 100)), VoipMetrics.UNKNOWN,
                (int) Math.round(10 * listening.mos()), (int) Math.round(10 * model.mos()), playout == null ? 0 : CONCEALS_AND_ADAPTS,
                buffer, buffer, NO_LIMIT);
    }

    private static EModel received(RtpReceiver receiver, Playout playout, RtcpParser peer, int packetMillis) {
        double lost = lost(receiver);
        return EModel.of(roundTripMillis(peer) / 2 + packetMillis + bufferMillis(receiver, playout),
                100 * Math.min(1, lost + late(receiver, playout)), receiver.pattern().burstRatio(lost), EModel.Codec.G711_CONCEALED);
    }

    private static double lost(RtpReceiver receiver) {
        return Math.clamp(receiver.lost() / (double) Math.max(1, receiver.expected()), 0, 1);
    }

    private static double late(RtpReceiver receiver, Playout playout) {
        return playout == null ? 0 : Math.clamp(playout.late() / (double) Math.max(1, receiver.expected()), 0, 1);
    }

    /// Our jitter buffer, or what one at the far end will need.
    private static double bufferMillis(RtpReceiver receiver, Playout playout) {
        return playout == null ? 2 * receiver.jitterMicros() / 1000.0 : playout.waitingNanos() / 1e6;
    }

    private static double roundTripMillis(RtcpParser peer) {
        return Math.max(0, peer.roundTripMicros()) / 1000.0;
    }

    private static double sent(RtcpParser peer, int packetMillis) {
        VoipMetrics theirs = peer.metrics();
        if (theirs != null && theirs.mosConversation() >= 10 && theirs.mosConversation() <= 50) {
            return theirs.mosConversation() / 10.0;
        }
        double lost = peer.peerLossShare();
        return lost < 0 ? UNKNOWN : EModel.of(roundTripMillis(peer) / 2 + packetMillis, 100 * lost, 1, EModel.Codec.G711_CONCEALED).mos();
    }
}
