package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// How loud somebody speaks and how loud it is when nobody does, in the manner of ITU-T P.56: the mean over the frames in which there is
/// speech, and a floor that follows the quietest ones. Owned by one thread; allocates nothing.
public final class SoundLevels {

    private static final int FRAMES_OF_MEMORY = 500;
    private static final double NOISE_FALL = 0.2;
    /// Up to twice as loud in 1.4 s: speech has pauses more often than that.
    private static final double NOISE_RISE = 1.01;
    private static final double QUIETEST = LevelMeter.power(-80);
    private static final double SPEECH_ABOVE_NOISE = 16;
    private static final double LEAST_SPEECH = LevelMeter.power(-50);

    private double noise = LevelMeter.power(-65);
    private double speech;
    private int frames;
    private boolean heard;
    private double last;

    /// A frame of 20 ms.
    public void add(short[] frame) {
        add(frame, 0, Pcm.FRAME);
    }

    /// Any stretch, in parts of up to a frame's length.
    public void add(short[] pcm, int offset, int samples) {
        for (int done = 0; done < samples; done += Pcm.FRAME) {
            addPart(pcm, offset + done, Math.min(Pcm.FRAME, samples - done));
        }
    }

    private void addPart(short[] pcm, int offset, int samples) {
        add((double) LevelMeter.energy(pcm, offset, samples) / samples);
    }

    /// Mean square of the last part.
    public double power() {
        return last;
    }

    /// A part that has been measured already.
    public void add(double power) {
        heard = true;
        last = power;
        noise = power < noise ? Math.max(QUIETEST, noise + NOISE_FALL * (power - noise)) : noise * NOISE_RISE;
        if (power > SPEECH_ABOVE_NOISE * noise && power > LEAST_SPEECH) {
            frames = Math.min(frames + 1, FRAMES_OF_MEMORY);
            speech += (power - speech) / frames;
        }
    }

    /// Of the last ten seconds of speech, dBm0; NaN when nobody has spoken.
    public double speechDbm0() {
        return frames == 0 ? Double.NaN : LevelMeter.ofPower(speech);
    }

    /// dBm0; -80 for silence, NaN before anything was heard.
    public double noiseDbm0() {
        return heard ? LevelMeter.ofPower(noise) : Double.NaN;
    }

    public void reset() {
        speech = 0;
        frames = 0;
        heard = false;
        noise = LevelMeter.power(-65);
    }
}
