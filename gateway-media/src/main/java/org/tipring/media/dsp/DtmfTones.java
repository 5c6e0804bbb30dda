package org.tipring.media.dsp;

/// The sixteen pairs of ITU-T Q.23.
final class DtmfTones {

    static final double[] LOW = {697, 770, 852, 941};
    static final double[] HIGH = {1209, 1336, 1477, 1633};
    static final String KEYS = "123A456B789C*0#D";

    private DtmfTones() {
    }

    /// @return 0..15, low frequency times four plus high frequency, or -1 when it is not a key
    static int index(char digit) {
        return KEYS.indexOf(Character.toUpperCase(digit));
    }
}
