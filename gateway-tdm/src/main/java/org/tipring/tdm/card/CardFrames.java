package org.tipring.tdm.card;

/// Frames as they go on the wire: `00 | COBS(type, port, sequence, payload, CRC-16) | 00`.
public final class CardFrames {

    /// The port of messages to and from the card itself.
    public static final int CARD = 0xFF;
    public static final int MOST_PAYLOAD = 320;

    static final int HEADER = 3;
    static final int CRC = 2;
    static final int MOST_BODY = HEADER + MOST_PAYLOAD + CRC;
    /// The longest frame on the wire: one more byte for each run of 254, and the two delimiters.
    public static final int MOST_WIRE = MOST_BODY + MOST_BODY / 254 + 1 + 2;

    private static final int RUN = 0xFF;
    private static final short[] TABLE = new short[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
            TABLE[i] = (short) crc;
        }
    }

    private CardFrames() {
    }

    /// Writes a frame.
    ///
    /// @param wire with room for [#MOST_WIRE] bytes from `at`
    /// @return the index behind it
    public static int encode(int type, int port, int sequence, byte[] payload, int length, byte[] wire, int at) {
        if (length > MOST_PAYLOAD) {
            throw new IllegalArgumentException("a payload has at most " + MOST_PAYLOAD + " bytes, not " + length);
        }
        Cobs cobs = new Cobs(wire, at);
        cobs.put(type);
        cobs.put(port);
        cobs.put(sequence);
        int crc = crc(crc(crc(0xFFFF, type), port), sequence);
        for (int i = 0; i < length; i++) {
            cobs.put(payload[i]);
            crc = crc(crc, payload[i]);
        }
        cobs.put(crc & 0xFF);
        cobs.put(crc >> 8);
        return cobs.end();
    }

    /// CRC-16/IBM-3740, one byte further; begins with `0xFFFF`.
    static int crc(int crc, int octet) {
        return (crc << 8 ^ TABLE[(crc >> 8 ^ octet) & 0xFF]) & 0xFFFF;
    }

    /// Writes bytes in such a way that none of them is zero (consistent overhead byte stuffing).
    private static final class Cobs {
        private final byte[] wire;
        private int at;
        private int codeAt;
        private int code = 1;

        Cobs(byte[] wire, int begin) {
            this.wire = wire;
            wire[begin] = 0;
            codeAt = begin + 1;
            at = begin + 2;
        }

        void put(int octet) {
            // A full run ends only when something follows.
            if (code == RUN) {
                next();
            }
            if ((octet & 0xFF) == 0) {
                next();
            } else {
                wire[at++] = (byte) octet;
                code++;
            }
        }

        private void next() {
            wire[codeAt] = (byte) code;
            codeAt = at++;
            code = 1;
        }

        int end() {
            wire[codeAt] = (byte) code;
            wire[at] = 0;
            return at + 1;
        }
    }
}
