package org.tipring.tdm.modem;

/// Shields samples for a modem's voice stream: a sample that looks like DLE is sent twice (ITU-T V.253 clause 9).
public final class DleEncoder {

    private DleEncoder() {
    }

    /// @param shielded at least twice `length` long
    /// @return how many bytes of `shielded` are used
    public static int encode(byte[] samples, int offset, int length, byte[] shielded) {
        int out = 0;
        for (int i = offset; i < offset + length; i++) {
            byte sample = samples[i];
            shielded[out++] = sample;
            if (sample == Dle.DLE) {
                shielded[out++] = Dle.DLE;
            }
        }
        return out;
    }
}
