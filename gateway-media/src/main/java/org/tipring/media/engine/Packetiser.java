package org.tipring.media.engine;

import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.codec.HalfBand;
import org.tipring.media.pcm.Pcm;

/// Collects sound until it makes a packet as long as the peer wants it, and encodes that. Owned by the media thread.
///
/// ```
///  8 kHz ──► HalfBand (only to a codec of 16 kHz) ──► collected ── ptime full ──► Out.packet ──► encode
/// ```
final class Packetiser {

    /// Who sends a packet's sound.
    interface Out {
        /// @param pcm at [#rate]; encode it now, it is overwritten
        void packet(short[] pcm, int samples, long nowNanos);
    }

    static final int LONGEST_MILLIS = 60;
    private static final int MOST_PER_MILLI = 16;

    private final Out out;
    private final short[] collected = new short[LONGEST_MILLIS * MOST_PER_MILLI];
    private final short[] widened = new short[2 * Pcm.FRAME];
    private int filled;
    private int packetSamples;
    private Codec codec;
    /// Null for a codec of 8 kHz.
    private HalfBand wider;
    private int samplesPerMilli = Pcm.RATE / 1000;
    private int ticksPerMilli = Pcm.RATE / 1000;

    Packetiser(Out out) {
        this.out = out;
    }

    /// @param packetMillis what the peer wishes; what the codec allows is done
    void use(AudioFormat format, int packetMillis) {
        if (codec == null || !codec.format().equals(format)) {
            codec = Codecs.of(format, Codecs.rate(format));
            wider = codec.rate() > Pcm.RATE ? new HalfBand() : null;
            samplesPerMilli = codec.rate() / 1000;
            ticksPerMilli = format.clockRate() / 1000;
        }
        packetSamples = Codecs.packetMillis(format, packetMillis) * samplesPerMilli;
        filled = 0;
    }

    /// Null before [#use].
    AudioFormat format() {
        return codec == null ? null : codec.format();
    }

    /// Samples a second of what the codec takes.
    int rate() {
        return codec.rate();
    }

    int ticksPerMilli() {
        return ticksPerMilli;
    }

    int packetMillis() {
        return packetSamples / samplesPerMilli;
    }

    /// @param pcm at 8 kHz
    void sound(short[] pcm, int samples, long nowNanos) {
        if (wider == null) {
            collect(pcm, samples, nowNanos);
            return;
        }
        for (int done = 0; done < samples; done += Pcm.FRAME) {
            int part = Math.min(Pcm.FRAME, samples - done);
            wider.up(pcm, done, part, widened, 0);
            collect(widened, 2 * part, nowNanos);
        }
    }

    private void collect(short[] pcm, int samples, long nowNanos) {
        int done = 0;
        while (done < samples) {
            int part = Math.min(packetSamples - filled, samples - done);
            System.arraycopy(pcm, done, collected, filled, part);
            filled += part;
            done += part;
            if (filled == packetSamples) {
                out.packet(collected, filled, nowNanos);
                filled = 0;
            }
        }
    }

    /// @param pcm at [#rate]
    /// @return bytes written
    int encode(short[] pcm, int samples, byte[] payload, int offset) {
        return codec.encode(pcm, 0, samples, payload, offset);
    }

    /// How much waits, by the RTP clock.
    int waitingTicks() {
        return ticks(filled);
    }

    /// From samples at [#rate] to units of the RTP clock.
    int ticks(int samples) {
        return samples * ticksPerMilli / samplesPerMilli;
    }

    void clear() {
        filled = 0;
    }
}
