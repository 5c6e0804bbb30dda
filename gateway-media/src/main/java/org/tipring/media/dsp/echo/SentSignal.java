package org.tipring.media.dsp.echo;

/// What was sent to the line, as far back as an echo may come from, in one straight piece of memory: as it was, and whitened (speech falls
/// by 6 dB an octave and more; evened out, it tells the solver about all frequencies).
final class SentSignal {

    final float[] plain;
    final float[] white;
    private final int reach;
    private final int frame;
    private final Whitening whitening = new Whitening();
    private int end;

    SentSignal(int reach, int frame) {
        this.reach = reach;
        this.frame = frame;
        this.plain = new float[reach + SLACK_FRAMES * frame];
        this.white = new float[plain.length];
        this.end = reach;
    }

    /// @return its mean square
    float add(short[] samples) {
        if (end + frame > plain.length) {
            System.arraycopy(plain, end - reach, plain, 0, reach);
            System.arraycopy(white, end - reach, white, 0, reach);
            end = reach;
        }
        float energy = 0;
        for (int i = 0; i < frame; i++) {
            plain[end + i] = samples[i];
            energy += (float) samples[i] * samples[i];
        }
        whitening.apply(plain, end, white, end, frame);
        end += frame;
        return energy / frame;
    }

    void clear() {
        java.util.Arrays.fill(plain, 0);
        java.util.Arrays.fill(white, 0);
        whitening.last = 0;
    }

    /// The mean square of a stretch.
    float power(int from, int samples) {
        float sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += plain[from + i] * plain[from + i];
        }
        return sum / samples;
    }

    /// Where the frame starts that was added `framesAgo`.
    int at(int framesAgo) {
        return end - (framesAgo + 1) * frame;
    }

    /// The mirror of the mean spectrum of speech, the same for what is sent and what comes back, so that the echo path stays what it is.
    static final class Whitening {

        private float last;

        void apply(float[] from, int fromAt, float[] into, int intoAt, int samples) {
            for (int i = 0; i < samples; i++) {
                into[intoAt + i] = from[fromAt + i] - SLOPE * last;
                last = from[fromAt + i];
            }
        }

        private static final float SLOPE = 0.9f;
    }

    private static final int SLACK_FRAMES = 16;
}
