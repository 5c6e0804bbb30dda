package org.tipring.tdm.modem;

import org.tipring.media.codec.ULaw;

/// How a modem's voice stream writes a sample into a byte.
public enum StreamCoding {

    /// ITU-T G.711 mu-law.
    MU_LAW("mu-law") {
        @Override
        public short decode(byte code) {
            return ULaw.decode(code);
        }

        @Override
        public byte encode(short sample) {
            return ULaw.encode(sample);
        }
    },

    /// 8-bit linear, 0x80 is zero: 48 dB and no more, but firmware without G.711 has it.
    UNSIGNED("8-bit linear sound") {
        @Override
        public short decode(byte code) {
            return (short) ((code & 0xFF) - 128 << 8);
        }

        @Override
        public byte encode(short sample) {
            // Rounded, not cut: half a step is all that there is to lose.
            return (byte) (Math.min(127, sample + 128 >> 8) + 128);
        }
    };

    final String name;

    StreamCoding(String name) {
        this.name = name;
    }

    public abstract short decode(byte code);

    public abstract byte encode(short sample);

    public byte silence() {
        return encode((short) 0);
    }
}
