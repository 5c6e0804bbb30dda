package org.tipring.media.engine.listening;

import org.tipring.media.codec.ComfortNoiseAnalyser;
import org.tipring.media.dsp.VoiceActivity;

/// Leaves out the pauses of what we send, and describes them as comfort noise instead (RFC 3389): once when a pause begins, again when
/// its noise has changed, and now and then so that nobody takes us for gone. Owned by the media thread.
public final class SilenceSuppression {

    private static final int HOLD_MILLIS = 200;
    private static final long LEAST_NANOS = 200_000_000L;
    private static final long MOST_NANOS = 2_000_000_000L;
    private static final int CHANGE_DB = 2;

    private final VoiceActivity activity;
    private final ComfortNoiseAnalyser analyser = new ComfortNoiseAnalyser();
    /// Coefficients that are sent: they describe 8 kHz, of wider sound only the level is told.
    private final int order;
    private boolean silent;
    private int toldLevel;
    private long toldAt;

    public SilenceSuppression(int packetMillis, int rate) {
        activity = new VoiceActivity(HOLD_MILLIS / packetMillis);
        order = rate == 8000 ? ComfortNoiseAnalyser.ORDER : 0;
    }

    /// Listens to a packet's sound.
    ///
    /// @return whether it is a pause, which is not to be sent
    public boolean pause(short[] pcm, int samples) {
        if (activity.isSpeech(pcm, 0, samples)) {
            silent = false;
            analyser.reset();
            return false;
        }
        analyser.add(pcm, 0, samples);
        return true;
    }

    /// Whether the pause that [#pause] has found is to be described now.
    public boolean tells(long nowNanos) {
        long since = nowNanos - toldAt;
        boolean tell = !silent || since >= MOST_NANOS || since >= LEAST_NANOS && Math.abs(analyser.level() - toldLevel) >= CHANGE_DB;
        if (tell) {
            silent = true;
            toldLevel = analyser.level();
            toldAt = nowNanos;
        }
        return tell;
    }

    /// @return the payload's length
    public int payload(byte[] out, int offset) {
        return analyser.payload(out, offset, order);
    }
}
