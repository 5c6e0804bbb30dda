package org.tipring.media.dsp;

/// The two frequencies of a 1200 bit/s frequency-shift keyed message on a telephone line: *mark* is a one and rest, *space* a zero.
public enum FskTones {
    /// Bell 202: North America (Telcordia GR-30-CORE section 2.1).
    BELL_202(1200, 2200),
    /// ITU-T V.23 mode 2: Europe and others (ETSI EN 300 659-1 section 6.1).
    V23(1300, 2100);

    /// Bits per second of both.
    public static final int RATE = 1200;

    final double mark;
    final double space;

    FskTones(double mark, double space) {
        this.mark = mark;
        this.space = space;
    }
}
