package org.tipring.media.dsp;

import org.tipring.media.pcm.Pcm;

/// What one burst of a sound is like over all of its frames. Part of [CadenceMatcher].
final class Burst {

    /// A plain sound may be 1.5 % off, with noise, and its last frame half empty.
    private static final double PLAIN_RESIDUAL = 0.13;
    /// Of the energy of 5 ms, squared and relative: a plain sound has next to none, one modulated to nothing 0.94, two equal frequencies 0.5.
    private static final double SWING = 0.25;
    /// A flute has 0.09 of its power in them, other instruments more; a tone 0.01, and 0.02 when a talker is heard 20 dB below it.
    private static final double OVERTONES = 0.05;
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
    private double overtones;
    private int singleFrames;

    void begin() {
        pitch.begin();
        residuals = 0;
        frames = 0;
        plainResiduals = 0;
        energies = 0;
        squares = 0;
        plainFrames = 0;
        overtones = 0;
        singleFrames = 0;
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

    /// @param share of the frame's energy that lies at twice and three times the only frequency
    void overtones(double share) {
        overtones += share;
        singleFrames++;
    }

    Pitch pitch() {
        return pitch;
    }

    /// What the sound leaves unexplained, on average.
    double residual() {
        return frames == 0 ? 0 : residuals / frames;
    }

    /// An instrument's or a voice's note; the tone of an exchange is a sine wave.
    boolean note() {
        return singleFrames > 0 && overtones / singleFrames > OVERTONES;
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
