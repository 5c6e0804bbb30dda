package org.tipring.media.dsp;

/// What fax machines and modems say to find each other. The names are the standards'.
public enum ModemTone {
    /// A fax machine that has called: 1100 Hz for half a second, every three and a half (ITU-T T.30 section 4.1.1).
    CNG,
    /// A fax machine or old modem that has answered: 2100 Hz for about three seconds (T.30, and V.25 ANS).
    CED,
    /// A modem that has answered and wants echo cancellers out of the way: the same with its phase turned every 450 ms (V.25).
    ANS,
    /// A modem of V.34 or later that has answered: 2100 Hz whose loudness swings by a fifth, 15 times a second, its phase mostly turned
    /// as well (V.8 section 3.2).
    ANSAM;

    /// Whether data follows, which wants to pass as it is: no pauses taken out, no time made or saved.
    public boolean answers() {
        return this != CNG;
    }
}
