package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.codec.LossConcealer;
import org.tipring.media.jitter.JitterBuffer;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;

/// From packets of any length to frames of 20 ms: jitter buffer, decoder, concealment. Owned by the media thread.
///
/// ```
/// packets 10..60 ms ──► JitterBuffer ── PLAY ──► Codec.decode ──► pending samples ──► LossConcealer ──► frames of 20 ms
///                            └─ CONCEAL ──► samples that are missing ──┘
/// ```
/// The concealer works by frames: with packets of 10, 30 or 50 ms a frame that is missing in part is made up as a whole.
final class Playout {

    /// The longest packet that is played: 180 ms. Nobody agreed to more than 60.
    static final int MAX_SAMPLES = 1440;
    /// How long two packets overlap where one of them is left out to save delay: 5 ms.
    private static final int BLEND = 40;

    private final JitterBuffer jitter;
    private final LossConcealer concealer = new LossConcealer();
    private final Counter concealedInLoop;
    private Codec codec;

    private final short[] pending = new short[2 * MAX_SAMPLES + Pcm.FRAME];
    private int pendingCount;
    /// The part of `pending` that has not come.
    private int missingFrom;
    private int missingTo;
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
        concealer.reset();
        drop();
    }

    void put(RtpPacket packet, int samples, long nowNanos) {
        jitter.put(packet.sequence(), packet.timestamp(), samples, packet.data(), packet.payloadOffset(), packet.payloadLength(), nowNanos);
    }

    /// Nothing was played for a while, and what waits is old: goes on with the newest sound.
    void catchUp() {
        jitter.catchUp();
        drop();
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
        if (missingFrom < Math.min(missingTo, Pcm.FRAME)) {
            concealer.conceal(frame);
            concealed++;
            concealedInLoop.increment();
        } else {
            System.arraycopy(pending, 0, frame, 0, Pcm.FRAME);
            concealer.good(frame);
        }
        consume();
    }

    private void consume() {
        pendingCount -= Pcm.FRAME;
        System.arraycopy(pending, Pcm.FRAME, pending, 0, pendingCount);
        missingFrom = Math.max(0, missingFrom - Pcm.FRAME);
        missingTo = Math.max(0, missingTo - Pcm.FRAME);
    }

    /// The rest of the sound, and then nothing.
    private void silence(short[] frame) {
        Arrays.fill(frame, (short) 0);
        if (missingTo == 0) {
            System.arraycopy(pending, 0, frame, 0, pendingCount);
        }
        concealer.good(frame);
        drop();
    }

    private void drop() {
        pendingCount = 0;
        missingFrom = 0;
        missingTo = 0;
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
        missingFrom = missingFrom < missingTo ? missingFrom : pendingCount;
        pendingCount += jitter.samples();
        missingTo = pendingCount;
    }

    /// How much sound is in here.
    long waitingNanos() {
        return jitter.storedNanos() + pendingCount * 1_000_000_000L / Pcm.RATE;
    }

    long concealed() {
        return concealed;
    }

    long late() {
        return jitter.late();
    }
}
