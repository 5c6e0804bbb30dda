package org.tipring.media.dsp.echo;

import org.tipring.media.dsp.LevelMeter;
import org.tipring.media.pcm.Pcm;

/// The non-linear processor after the filter (ITU-T G.168 section 5.3): while only the far end speaks, what is left of its echo is
/// replaced by noise like the line's own, so that the far end hears neither its echo nor a dead line. When the near end speaks it is let
/// through at once.
final class ResidualSuppressor {

    private final float[] block = new float[BLOCK];
    /// What the filter leaves, of the echo it takes away.
    private float leak = UNKNOWN_LEAK;
    /// What comes back, of what was sent, as long as no echo has been found: next to nothing on a line that has none.
    private float farLeak = UNKNOWN_LEAK;
    private float echo;
    private float far;
    private float noise = (float) LevelMeter.power(-68);
    private float gain = 1;
    private int hangover;
    private int loudBlocks;
    /// How long the far end has spoken without an echo being found.
    private int unknownBlocks;
    /// For how long the near end has been heard: its own sound, which is no echo of anything.
    private int nearBlocks;
    private int seed = 1;
    private float tint;

    /// @param error what the filter left
    /// @param echoNow the mean square of the echo taken away
    /// @param sentNow the mean square of what was sent
    /// @param known whether the filter has found the echo path
    /// @param origin whose the error is as long as no path is known: the near end may be softer than the far end and speak all the same
    void process(float[] error, float echoNow, float sentNow, boolean known, EchoLocator.Origin origin, short[] out) {
        echo = Math.max(echoNow, DECAY * echo);
        far = Math.max(sentNow, FAR_DECAY * far);
        for (int at = 0; at < Pcm.FRAME; at += BLOCK) {
            float power = 0;
            for (int i = 0; i < BLOCK; i++) {
                block[i] = error[at + i];
                power += block[i] * block[i];
            }
            power /= BLOCK;
            boolean farSpeaks = far > QUIET;
            boolean suppress = farSpeaks && judge(power, known) && (known || unknownBlocks < SEARCH_BLOCKS && nearBlocks < NEAR_BLOCKS);
            hearNear(power, farSpeaks, origin, 1);
            unknownBlocks = known ? 0 : farSpeaks ? Math.min(unknownBlocks + 1, SEARCH_BLOCKS) : unknownBlocks;
            if (power < noise) {
                noise += NOISE_FALL * (power - noise);
            } else if (!farSpeaks) {
                noise = Math.min(noise * NOISE_RISE + 1e-3f, LOUDEST_NOISE);
            }
            hangover = farSpeaks ? hangover : 0;
            write(suppress, out, at);
        }
    }

    /// The line's own sound while nothing at all is sent: only its noise is of interest.
    void listen(float power) {
        hangover = 0;
        gain = 1;
        hearNear(power, false, EchoLocator.Origin.UNKNOWN, Pcm.FRAME / BLOCK);
        noise = power < noise ? noise + NOISE_FALL * (power - noise) : Math.min(noise * NOISE_RISE_FRAME + 1e-3f, LOUDEST_NOISE);
    }

    /// What sounds while nothing is sent is the near end's; and whoever spoke a moment ago, and is loud still, most likely speaks on.
    private void hearNear(float power, boolean farSpeaks, EchoLocator.Origin origin, int blocks) {
        boolean loud = power > NOISE_MARGIN * noise;
        if (farSpeaks && origin == EchoLocator.Origin.ECHO) {
            nearBlocks = 0;
        } else if (loud && (!farSpeaks || origin == EchoLocator.Origin.NEAR_END)) {
            nearBlocks = Math.min(nearBlocks + blocks, 2 * NEAR_BLOCKS);
        } else if (!loud && (!farSpeaks || origin == EchoLocator.Origin.UNKNOWN)) {
            nearBlocks = Math.max(nearBlocks - blocks, 0);
        }
    }

    boolean doubleTalk() {
        return hangover > 0;
    }

    /// @return whether what is left is only echo
    private boolean judge(float power, boolean known) {
        float expected = known ? Math.min(leak * MARGIN, 1) * echo : Math.min(farLeak * MARGIN, UNKNOWN_LEAK) * far;
        float limit = Math.max(expected, NOISE_MARGIN * noise);
        loudBlocks = power > limit ? loudBlocks + 1 : 0;
        // One block may be a consonant of the far end that the filter has not met yet.
        if (loudBlocks > 1 || power > CERTAIN * limit) {
            hangover = HANGOVER_BLOCKS;
        } else if (hangover > 0) {
            hangover--;
        }
        float rate = hangover == 0 ? LEARN : LEARN_IN_DOUBLE_TALK;
        if (known && echo > 4 * noise) {
            leak = follow(leak, power / echo, rate);
        } else if (!known) {
            farLeak = follow(farLeak, power / far, rate);
        }
        return hangover == 0;
    }

    private static float follow(float leak, float now, float rate) {
        return Math.clamp(leak + rate * (Math.min(now, 2 * leak) - leak), LEAST_LEAK, UNKNOWN_LEAK);
    }

    private void write(boolean suppress, short[] out, int at) {
        float goal = suppress ? 0 : 1;
        float amplitude = NOISE_SHAPE * (float) Math.sqrt(noise);
        for (int i = 0; i < BLOCK; i++) {
            gain += suppress ? FALL * (goal - gain) : RISE * (goal - gain);
            seed = seed * 1664525 + 1013904223;
            tint = 0.5f * tint + amplitude * (seed >> 8) * 0x1p-23f;
            out[at + i] = (short) Math.clamp(Math.round(gain * block[i] + (1 - gain) * tint), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    private static final int BLOCK = 40;
    private static final float QUIET = (float) LevelMeter.power(-50);
    /// A hybrid gives back at least 6 dB less than it got (ITU-T G.168 section 6).
    private static final float UNKNOWN_LEAK = 0.25f;
    private static final float LEAST_LEAK = 2e-3f;
    private static final float MARGIN = 8;
    private static final float NOISE_MARGIN = 8;
    /// More than that above what is expected of the echo is the near end.
    private static final float CERTAIN = 16;
    private static final float LEARN = 0.02f;
    private static final float LEARN_IN_DOUBLE_TALK = LEARN / 16;
    private static final float DECAY = 0.3f;
    /// Of the far end's level, a frame: covers an echo that comes late.
    private static final float FAR_DECAY = 0.7f;
    private static final float NOISE_FALL = 0.2f;
    private static final float NOISE_RISE = 1.01f;
    private static final float NOISE_RISE_FRAME = 1.04f;
    private static final float LOUDEST_NOISE = (float) LevelMeter.power(-45);
    /// 4 s of speech without an echo: there is none, and nothing to suppress.
    private static final int SEARCH_BLOCKS = 800;
    /// 0.1 s.
    private static final int NEAR_BLOCKS = 20;
    private static final int HANGOVER_BLOCKS = 16;
    private static final float FALL = 0.1f;
    private static final float RISE = 0.5f;
    /// A uniform value in -1..1 has power 1/3; the low-pass adds a third to it.
    private static final float NOISE_SHAPE = 1.5f;
}
