package org.tipring.media.dsp;

/// Whether somebody speaks: the level against that of the noise, which is followed in the pauses. Holds on after speech so that soft
/// endings are not cut. Errs towards speech: a pause sent as sound costs bandwidth, a word not sent costs the call.
///
/// Owned by one thread; never allocates.
public final class VoiceActivity {

    private final int hangoverFrames;
    private double noise = LevelMeter.power(-55);
    private int hangover;
    private int loudFrames;

    /// @param hangoverFrames for how many frames after the last loud one it is still speech
    public VoiceActivity(int hangoverFrames) {
        this.hangoverFrames = hangoverFrames;
    }

    /// 200 ms in frames of 20 ms.
    public VoiceActivity() {
        this(10);
    }

    /// @return whether this frame, of 10 to 60 ms, is to be sent as sound
    public boolean isSpeech(short[] pcm, int offset, int samples) {
        double power = (double) LevelMeter.energy(pcm, offset, samples) / samples;
        boolean loud = power > noise * ABOVE_NOISE && power > QUIETEST;
        follow(power, loud);
        if (loud) {
            loudFrames++;
            // A click is one frame; it is let through but not held.
            hangover = loudFrames >= 2 ? hangoverFrames : Math.max(hangover, 1);
        } else {
            loudFrames = 0;
            hangover = Math.max(0, hangover - 1);
        }
        return loud || hangover > 0;
    }

    /// What it takes the noise for.
    public double noiseDbm0() {
        return LevelMeter.ofPower(noise);
    }

    private void follow(double power, boolean loud) {
        if (power < noise) {
            noise += FALL * (power - noise);
        } else {
            noise *= loud ? RISE_IN_SPEECH : RISE;
        }
        noise = Math.clamp(noise, LevelMeter.power(-75), LOUDEST_NOISE);
    }

    /// 6 dB.
    private static final double ABOVE_NOISE = 4;
    private static final double QUIETEST = LevelMeter.power(-55);
    /// Louder than that is never mere noise.
    private static final double LOUDEST_NOISE = LevelMeter.power(-36);
    private static final double FALL = 0.3;
    /// 2 dB a second, at frames of 20 ms; where it seems speech, so slow that no talker is followed, but a fan is at last.
    private static final double RISE = Math.pow(10, 0.2 / 50);
    private static final double RISE_IN_SPEECH = Math.pow(10, 0.1 / 50);
}
