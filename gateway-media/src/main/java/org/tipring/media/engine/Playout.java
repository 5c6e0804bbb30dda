package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.jitter.JitterBuffer;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;

/// From packets of any length to frames of 20 ms: jitter buffer, decoder, concealment. Owned by the media thread.
///
/// ```
/// packets 10..60 ms ──► JitterBuffer ──► Codec.decode ──► pending samples ──► frames of 20 ms
///                            └─ CONCEAL ──► LossConcealer ──┘
/// ```
final class Playout {

    /// The longest packet that is played: 180 ms. Nobody agreed to more than 60.
    static final int MAX_SAMPLES = 1440;
    /// How long two packets overlap where one of them is left out to save delay: 5 ms.
    private static final int BLEND = 40;

    private final JitterBuffer jitter;
    private final Counter concealedInLoop;
    private Codec codec;

    private final short[] pending = new short[2 * MAX_SAMPLES + Pcm.FRAME];
    private int pendingCount;
    private final short[] blend = new short[MAX_SAMPLES];
    private long concealed;

    Playout(AudioFormat format, MediaSettings settings, Counter concealedInLoop) {
        this.jitter = new JitterBuffer(format.clockRate(), settings.minPlayoutDelay(), settings.maxPlayoutDelay());
        this.concealedInLoop = concealedInLoop;
        this.codec = Codecs.of(format);
    }

    void format(AudioFormat format) {
        if (!codec.format().equals(format)) {
            codec = Codecs.of(format);
            reset();
        }
    }

    void reset() {
        jitter.reset();
        pendingCount = 0;
    }

    void put(RtpPacket packet, int samples, long nowNanos) {
        jitter.put(packet.sequence(), packet.timestamp(), samples, packet.data(), packet.payloadOffset(), packet.payloadLength(), nowNanos);
    }

    /// Writes the frame that is due.
    void next(short[] frame, long nowNanos) {
        while (pendingCount < Pcm.FRAME) {
            switch (jitter.take(nowNanos)) {
                case PLAY -> play(nowNanos);
                case CONCEAL -> conceal();
                case SILENCE -> {
                    silence(frame);
                    return;
                }
            }
        }
        System.arraycopy(pending, 0, frame, 0, Pcm.FRAME);
        pendingCount -= Pcm.FRAME;
        System.arraycopy(pending, Pcm.FRAME, pending, 0, pendingCount);
    }

    private void silence(short[] frame) {
        System.arraycopy(pending, 0, frame, 0, pendingCount);
        Arrays.fill(frame, pendingCount, Pcm.FRAME, (short) 0);
        pendingCount = 0;
    }

    private void play(long nowNanos) {
        int count = codec.decode(jitter.payload(), 0, jitter.payloadLength(), pending, pendingCount);
        if (count >= BLEND && jitter.excess(nowNanos) && jitter.take(nowNanos) == JitterBuffer.Decision.PLAY) {
            count = blendInto(count);
        }
        pendingCount += count;
    }

    /// Replaces the packet at the end of `pending` by the one after it, fading over at its beginning.
    private int blendInto(int count) {
        int second = codec.decode(jitter.payload(), 0, jitter.payloadLength(), blend, 0);
        if (second < BLEND) {
            return count;
        }
        for (int i = 0; i < BLEND; i++) {
            int at = pendingCount + i;
            blend[i] = (short) ((pending[at] * (BLEND - i) + blend[i] * i) / BLEND);
        }
        System.arraycopy(blend, 0, pending, pendingCount, second);
        return second;
    }

    private void conceal() {
        int count = jitter.samples();
        Arrays.fill(pending, pendingCount, pendingCount + count, (short) 0);
        pendingCount += count;
        concealed++;
        concealedInLoop.increment();
    }

    long concealed() {
        return concealed;
    }

    long late() {
        return jitter.late();
    }
}
