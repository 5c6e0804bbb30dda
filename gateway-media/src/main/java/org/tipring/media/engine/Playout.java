package org.tipring.media.engine;

import java.util.Arrays;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.Codec;
import org.tipring.media.codec.Codecs;
import org.tipring.media.codec.ComfortNoise;
import org.tipring.media.codec.LossConcealer;
import org.tipring.media.engine.clock.PlayoutClock;
import org.tipring.media.engine.listening.StreamEar;
import org.tipring.media.jitter.JitterBuffer;
import org.tipring.media.pcm.Pcm;
import org.tipring.media.rtp.RtpPacket;
import org.tipring.media.rtp.SequenceNumber;

/// From packets of any length to frames of 20 ms: jitter buffer, decoder, concealment. Owned by the media thread.
///
/// ```
/// packets 10..60 ms ──► JitterBuffer ── PLAY ──► Codec.decode ──► pending samples ──► LossConcealer ──► frames of 20 ms
///                            └─ CONCEAL ──► samples that are missing ──┘
/// ```
/// The concealer works by frames: with packets of 10, 30 or 50 ms a frame that is missing in part is made up as a whole.
final class Playout implements PlayoutClock.Source {

    /// The longest packet that is played: 180 ms. Nobody agreed to more than 60.
    static final int MAX_SAMPLES = 1440;
    /// No payload is longer: what fits into an Ethernet frame.
    static final int MAX_PAYLOAD = 1440;
    /// How long two packets overlap where one of them is left out to save delay: 5 ms.
    private static final int BLEND = 40;

    private final MediaSettings settings;
    private JitterBuffer jitter;
    private final LossConcealer concealer = new LossConcealer();
    private final StreamEar ear;
    private final Counter concealedInLoop;
    private boolean held;
    private Codec codec;
    private int ticksPerSample;
    /// What the peer's silence sounds like; null until it has said so.
    private ComfortNoise noise;
    private boolean noisy;
    /// Sound has come after the noise: what is played next may be that.
    private boolean noiseEnds;
    private int noiseSequence;

    private final short[] pending = new short[2 * MAX_SAMPLES + Pcm.FRAME];
    private int pendingCount;
    /// The part of `pending` that has not come.
    private int missingFrom;
    private int missingTo;
    private final short[] blend = new short[MAX_SAMPLES];
    private long concealed;
    private long lateBefore;
    private boolean silent = true;
    private long waitedNanos = SILENT;

    /// @param ear listens to what is decoded, where it does not listen to payloads
    Playout(AudioFormat format, MediaSettings settings, StreamEar ear, Counter concealedInLoop) {
        this.settings = settings;
        this.ear = ear;
        this.concealedInLoop = concealedInLoop;
        use(format);
    }

    private void use(AudioFormat format) {
        jitter = new JitterBuffer(format.clockRate(), settings.minPlayoutDelay(), settings.maxPlayoutDelay());
        if (held) {
            jitter.hold();
        }
        codec = Codecs.of(format);
        ticksPerSample = format.clockRate() / Pcm.RATE;
    }

    void format(AudioFormat format) {
        if (!codec.format().equals(format)) {
            lateBefore += jitter.late();
            use(format);
            reset();
        }
    }

    void reset() {
        jitter.reset();
        concealer.reset();
        noisy = false;
        drop();
    }

    /// Its delay is to stay as it is: data follows.
    void hold() {
        held = true;
        jitter.hold();
    }

    /// @param ticks how much sound is in it, by the clock of its format
    void put(RtpPacket packet, int ticks, long nowNanos) {
        noiseEnds = SequenceNumber.isNewer(packet.sequence(), noiseSequence);
        jitter.put(packet.sequence(), packet.timestamp(), ticks, packet.data(), packet.payloadOffset(), packet.payloadLength(), nowNanos);
    }

    /// Comfort noise (RFC 3389): plays what it describes when the sound before it is over, until there is sound again.
    void noise(RtpPacket packet) {
        if (noise == null) {
            noise = new ComfortNoise(packet.ssrc());
        }
        noise.update(packet.data(), packet.payloadOffset(), packet.payloadLength());
        noiseSequence = packet.sequence();
        noisy = true;
        noiseEnds = false;
    }

    /// Nothing was played for a while, and what waits is old: goes on with the newest sound.
    void catchUp() {
        jitter.catchUp();
        drop();
    }

    /// Writes the frame that is due.
    @Override
    public void next(short[] frame, long nowNanos) {
        waitedNanos = UNKNOWN;
        silent = false;
        while (pendingCount < Pcm.FRAME) {
            switch (jitter.take(nowNanos)) {
                case PLAY -> play(nowNanos);
                case CONCEAL -> {
                    if (noisy && jitter.stored() == 0) {
                        pause(frame);
                        return;
                    }
                    conceal();
                }
                case SILENCE -> {
                    pause(frame);
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

    /// The rest of the sound, and then nothing, or the noise that the peer has described.
    private void pause(short[] frame) {
        waitedNanos = SILENT;
        int rest = missingTo == 0 ? pendingCount : 0;
        System.arraycopy(pending, 0, frame, 0, rest);
        if (noisy) {
            noise.next(frame, rest, Pcm.FRAME - rest);
        } else {
            Arrays.fill(frame, rest, Pcm.FRAME, (short) 0);
            silent = rest == 0;
        }
        concealer.good(frame);
        drop();
    }

    /// Whether the last frame was nothing at all: the peer does not send.
    boolean silent() {
        return silent;
    }

    private void drop() {
        pendingCount = 0;
        missingFrom = 0;
        missingTo = 0;
    }

    private void play(long nowNanos) {
        noisy &= !noiseEnds;
        int count = codec.decode(jitter.payload(), 0, jitter.payloadLength(), pending, pendingCount);
        if (count <= 0) {
            conceal();
            return;
        }
        ear.decoded(pending, pendingCount, count);
        if (count >= BLEND && jitter.excess(nowNanos) && jitter.take(nowNanos) == JitterBuffer.Decision.PLAY) {
            count = blendInto(count);
        }
        if (waitedNanos == UNKNOWN) {
            waitedNanos = jitter.waitedNanos() + pendingCount * 1_000_000_000L / Pcm.RATE;
        }
        pendingCount += count;
    }

    @Override
    public long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public long reserveNanos() {
        return jitter.target();
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
        int samples = jitter.samples() / ticksPerSample;
        codec.lost(samples);
        pendingCount += samples;
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
        return lateBefore + jitter.late();
    }
}
