package org.tipring.media.dsp.echo;

import java.util.Arrays;
import org.tipring.media.pcm.Pcm;

/// What came back in the last frames, less the echo that is known and not on trial, whitened: from it a window learns, once its place is
/// known, what it has missed.
final class EchoPast {

    /// Frames kept.
    static final int FRAMES = 16;

    private static final float NOISE_FLOOR = 100;
    private static final float REMEMBER = 0.98f;

    /// The newest frame last.
    private final float[] heard = new float[FRAMES * Pcm.FRAME];
    private final SentSignal.Whitening whitening = new SentSignal.Whitening();

    void add(float[] frame) {
        System.arraycopy(heard, Pcm.FRAME, heard, 0, heard.length - Pcm.FRAME);
        whitening.apply(frame, 0, heard, heard.length - Pcm.FRAME, Pcm.FRAME);
    }

    void clear() {
        Arrays.fill(heard, 0);
    }

    /// Gives a frame to the solver. Frames in which something else than echo is loud count less.
    ///
    /// @param noise how loud that was in the newest frame; older ones are taken as they are
    void teach(EchoSolver solver, SentSignal sent, int ago, float noise, int delay) {
        int at = heard.length - (ago + 1) * Pcm.FRAME;
        float power = noise;
        if (ago > 0) {
            power = 0;
            for (int i = 0; i < Pcm.FRAME; i++) {
                power += heard[at + i] * heard[at + i] / Pcm.FRAME;
            }
        }
        solver.add(sent.white, sent.at(ago), heard, at, Pcm.FRAME, delay, 1 / (power + NOISE_FLOOR), REMEMBER);
    }
}
