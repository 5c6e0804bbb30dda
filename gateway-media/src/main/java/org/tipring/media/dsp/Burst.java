package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// What one burst of a sound is like over all of its frames. Part of [CadenceMatcher].
final class Burst {

    /// A plain sound may be 1.5 % off, with noise, and its last frame half empty.
    private static final double PLAIN_RESIDUAL = 0.13;
    /// Of the energy of 5 ms, squared and relative: a plain sound has next to none, one modulated to nothing 0.94, two equal frequencies 0.5.
    private static final double SWING = 0.25;
    private static final int PARTS = 4;
    private static final int PART = Pcm.FRAME / PARTS;
    /// Fewer frames tell nothing.
    private static final int FRAMES = 5;

    private final Pitch pitch = new Pitch();
    private double residuals;
    private int frames;
    private double plainResiduals;
    private double energies;
    private double squares;
    private int plainFrames;

    void begin() {
        pitch.begin();
        residuals = 0;
        frames = 0;
        plainResiduals = 0;
        energies = 0;
        squares = 0;
        plainFrames = 0;
    }

    void frame(double residual) {
        residuals += residual;
        frames++;
    }

    void plain(double residual, short[] frame) {
        plainResiduals += residual;
        plainFrames++;
        for (int part = 0; part < PARTS; part++) {
            double energy = LevelMeter.energy(frame, part * PART, PART);
            energies += energy;
            squares += energy * energy;
        }
    }

    Pitch pitch() {
        return pitch;
    }

    /// What the sound leaves unexplained, on average.
    double residual() {
        return frames == 0 ? 0 : residuals / frames;
    }

    boolean notPlain() {
        return plainFrames >= FRAMES && (plainResiduals / plainFrames > PLAIN_RESIDUAL || swing() > SWING);
    }

    boolean notChanging() {
        return plainFrames >= FRAMES && swing() <= SWING;
    }

    private double swing() {
        return PARTS * plainFrames * squares / (energies * energies) - 1;
    }
}
