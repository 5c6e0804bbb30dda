package org.tipring.media.engine;

import org.tipring.media.codec.ALaw;
import org.tipring.media.codec.AudioFormat;
import org.tipring.media.codec.ULaw;

/// Copies a payload from one G.711 law to the other, byte by byte through a table, without the way through linear samples.
final class Transcoding {

    private Transcoding() {
    }

    static void copy(AudioFormat from, byte[] in, int offset, int length, AudioFormat to, byte[] out, int outOffset) {
        if (from.encoding().equals(to.encoding())) {
            System.arraycopy(in, offset, out, outOffset, length);
        } else if (to.encoding().equals("PCMU")) {
            ULaw.fromALaw(in, offset, length, out, outOffset);
        } else {
            ALaw.fromULaw(in, offset, length, out, outOffset);
        }
    }
}
