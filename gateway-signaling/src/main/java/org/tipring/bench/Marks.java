package org.tipring.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tipring.media.codec.ULaw;
import org.tipring.tdm.emulator.Voice;

/// Short tones in silence, said by telephones and answered by the far ends of their calls.
///
/// At first the telephones speak one after the other, so that each far end learns whose call it is in: who hears a mark then belongs to
/// the telephone that has just made one. From [#begin] on each telephone makes a mark every 600 ms and its far end answers.
final class Marks implements RtpStreams.Sound {

    private static final long TURN_NANOS = 500_000_000;
    private static final long PERIOD_NANOS = 600_000_000;
    /// Long enough for the answer not to be taken for an echo of the mark, and for marks and answers not to meet.
    private static final long ANSWER_AFTER_NANOS = 150_000_000;
    /// A sound longer ago than that is another mark's.
    private static final long DEAF_NANOS = 100_000_000;
    private static final int TONE_SAMPLES = 160;
    private static final int AMPLITUDE = 16_000;
    private static final int THRESHOLD = 4_000;
    private static final double SAMPLE_NANOS = 125_000;
    private static final long NONE = 0;

    private record Pass(int stream, double toLine, double fromLine) { }

    private final int streams;
    private final short[] tone = new short[TONE_SAMPLES];
    private final byte[] toneLaw = new byte[TONE_SAMPLES];
    /// When the telephone made its mark, when it was heard, when the answer was said; NONE when there is none on its way.
    private final AtomicLongArray marked;
    private final AtomicLongArray heard;
    private final AtomicLongArray answered;
    private final long[] nextMark;
    private final long[] lastSound;
    private final List<Pass> passes = new ArrayList<>();
    /// What the emulated lines have sounded, on the emulator's thread; against the clock it tells how long they have stood still.
    private long sounded;
    private volatile double stoodStillMillis;
    private long measuringSince;
    private volatile int speaking = -1;
    private volatile boolean measuring;
    private volatile boolean over;
    private long firstTurn;
    private int made;

    Marks(int streams) {
        this.streams = streams;
        for (int i = 0; i < TONE_SAMPLES; i++) {
            // Begins at its greatest value: the first sample is heard.
            tone[i] = (short) (AMPLITUDE * Math.cos(2 * Math.PI * i / 8));
            toneLaw[i] = ULaw.encode(tone[i]);
        }
        marked = new AtomicLongArray(streams);
        heard = new AtomicLongArray(streams);
        answered = new AtomicLongArray(streams);
        nextMark = new long[streams];
        lastSound = new long[streams];
    }

    void begin() {
        measuring = true;
    }

    void end() {
        over = true;
    }

    // The telephones, on the streams' thread

    @Override
    public void speak(int stream, byte[] payload, long now) {
        boolean mark = !over && (measuring ? periodic(stream, now) : inTurn(stream, now));
        if (mark) {
            System.arraycopy(toneLaw, 0, payload, 0, RtpStreams.PAYLOAD);
        } else {
            Arrays.fill(payload, ULaw.SILENCE);
        }
    }

    private boolean inTurn(int stream, long now) {
        if (firstTurn == NONE) {
            firstTurn = now;
        }
        int turn = (int) ((now - firstTurn) / TURN_NANOS);
        if (turn != stream || speaking == stream) {
            return false;
        }
        speaking = stream;
        return true;
    }

    private boolean periodic(int stream, long now) {
        if (nextMark[stream] == NONE) {
            nextMark[stream] = now + PERIOD_NANOS * stream / streams;
        }
        if (now < nextMark[stream]) {
            return false;
        }
        nextMark[stream] += PERIOD_NANOS;
        answered.set(stream, NONE);
        heard.set(stream, NONE);
        marked.set(stream, now);
        synchronized (passes) {
            made++;
        }
        return true;
    }

    @Override
    public void hear(int stream, ByteBuffer packet, long now) {
        for (int i = 0; packet.hasRemaining(); i++) {
            if (Math.abs(ULaw.decode(packet.get())) > THRESHOLD) {
                if (now - lastSound[stream] > DEAF_NANOS) {
                    back(stream, now + i * SAMPLE_NANOS);
                }
                lastSound[stream] = now;
                return;
            }
        }
    }

    private void back(int stream, double playable) {
        long said = answered.getAndSet(stream, NONE);
        if (said != NONE) {
            synchronized (passes) {
                passes.add(new Pass(stream, (heard.get(stream) - marked.get(stream)) / 1e6, (playable - said) / 1e6));
            }
        }
    }

    double[] toLine() {
        return all(Pass::toLine);
    }

    double[] fromLine() {
        return all(Pass::fromLine);
    }

    double[] both() {
        return all(pass -> pass.toLine + pass.fromLine);
    }

    private double[] all(ToDoubleFunction<Pass> figure) {
        synchronized (passes) {
            return passes.stream().mapToDouble(figure).toArray();
        }
    }

    /// Whether the delay towards the line moves, and differs from call to call.
    String drift() {
        synchronized (passes) {
            int quarter = passes.size() / 4;
            double[] calls = IntStream.range(0, streams).mapToDouble(stream -> median(passes.stream().filter(pass -> pass.stream == stream).toList()))
                    .filter(Double::isFinite).sorted().toArray();
            return calls.length == 0 ? "" : "median of the first quarter %.0f ms, of the last %.0f ms; of the calls %.0f to %.0f ms".formatted(
                    median(passes.subList(0, quarter)), median(passes.subList(passes.size() - quarter, passes.size())), calls[0], calls[calls.length - 1]);
        }
    }

    private static double median(List<Pass> some) {
        double[] sorted = some.stream().mapToDouble(Pass::toLine).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    int lost() {
        synchronized (passes) {
            return made - passes.size();
        }
    }

    // The far ends, on the emulator's thread

    Voice subscriber() {
        return new Subscriber();
    }

    private void sounded(int samples, long now) {
        if (!measuring || over) {
            return;
        }
        measuringSince = measuringSince == NONE ? now : measuringSince;
        sounded += samples;
        stoodStillMillis = Math.max(0, (now - measuringSince) / 1e6 - sounded / 8.0 / streams);
    }

    /// An emulator that gets no processor lets its lines stand still, as no real line does; until the jitter buffer has got rid of the
    /// sound that has come meanwhile, that is delay.
    double stoodStillMillis() {
        return stoodStillMillis;
    }

    private final class Subscriber implements Voice {
        private int stream = -1;
        private long lastHeard;
        private long answerAt = Long.MAX_VALUE;
        private int said = TONE_SAMPLES;

        @Override
        public void hear(short[] sound, int offset, int samples) {
            long now = System.nanoTime();
            for (int i = 0; i < samples; i++) {
                if (Math.abs(sound[offset + i]) > THRESHOLD) {
                    if (now - lastHeard > DEAF_NANOS) {
                        mark(now - (long) ((samples - i) * SAMPLE_NANOS), now);
                    }
                    lastHeard = now;
                    return;
                }
            }
        }

        private void mark(long at, long now) {
            if (!measuring) {
                stream = speaking;
            } else if (stream >= 0 && marked.get(stream) != NONE && heard.compareAndSet(stream, NONE, at)) {
                answerAt = now + ANSWER_AFTER_NANOS;
            }
        }

        @Override
        public void speak(short[] into, int offset, int samples) {
            long now = System.nanoTime();
            sounded(samples, now);
            if (now >= answerAt) {
                answerAt = Long.MAX_VALUE;
                said = 0;
                answered.set(stream, now - (long) (samples * SAMPLE_NANOS));
            }
            int count = Math.min(samples, TONE_SAMPLES - said);
            System.arraycopy(tone, said, into, offset, count);
            Arrays.fill(into, offset + count, offset + samples, (short) 0);
            said += count;
        }
    }
}
